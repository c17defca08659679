import { addons } from 'storybook/manager-api'
import { getSystemTheme, toTheme } from './theme.ts'

addons.setConfig({ theme: toTheme(getSystemTheme()) })
