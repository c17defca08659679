import type { StorybookConfig } from '@storybook/react-vite'

/** Stories that need the engine; it is mounted by the plugin in vite.config.ts, but not for the story tests. */
const live = process.env['VITEST'] === undefined ? ['../stories/live/*.stories.tsx'] : []

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../stories/*.stories.tsx', '../stories/{parts,scenarios}/*.stories.tsx', ...live],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
}

export default config
