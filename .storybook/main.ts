import type { StorybookConfig } from '@storybook/react-vite'

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  // Live ones need the engine: it is mounted by the plugin in vite.config.ts, in development, and not for the story tests.
  stories: (entries = [], { configType }) => [
    ...entries,
    '../stories/docs/*.mdx',
    '../stories/*.stories.tsx',
    '../stories/{parts,scenarios}/*.stories.tsx',
    ...(configType === 'PRODUCTION' || process.env['VITEST'] !== undefined ? [] : ['../stories/live/*.stories.tsx']),
  ],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
}

export default config
