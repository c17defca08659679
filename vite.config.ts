import { fileURLToPath } from 'node:url'
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumArgs } from './test/helpers/chromium.mjs'
import { chatEnginePlugin } from './src/engine/vitePlugin.ts'
import { SumReporter } from './test/helpers/sumReporter.ts'

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 22) {
  console.error('This project brings its own Node 24: start its scripts with "npm run …" or "npx …", not directly.')
  process.exit(1)
}

const toFile = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const executablePath = process.env['CHROMIUM_PATH']
type PlaywrightOptions = NonNullable<Parameters<typeof playwright>[0]>
interface ChromiumOptions {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly contextOptions?: NonNullable<PlaywrightOptions['contextOptions']>
}

/** A new object for every project: Vitest writes into it. */
const inChromium = ({ args = [], env = {}, contextOptions = {} }: ChromiumOptions = {}) => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: {
      args: [...chromiumArgs, ...args],
      env: { ...process.env, ...env },
      ...(executablePath !== undefined && { executablePath }),
    },
    contextOptions,
  }),
  instances: [{ browser: 'chromium' as const, viewport: { width: 1280, height: 800 } }],
})

/** What draws takes every core: beside it, a token that is renewed two seconds ahead would be renewed too late. */
const afterTheRest = { groupOrder: 1 }

/** Imported only in the middle of a test: found that late, a dependency reloads the page under it. */
const inTime = { include: ['axe-core', 'socket.io-client'] }

/** Pictures must come out the same on every machine, whatever its screen, fonts, clock and tongue are set to. */
const forPictures: ChromiumOptions = {
  args: [
    '--disable-gpu',
    '--font-render-hinting=none',
    '--disable-lcd-text',
    '--force-color-profile=srgb',
    '--force-device-scale-factor=1',
    '--hide-scrollbars',
  ],
  env: { FONTCONFIG_FILE: toFile('test/looks/fonts.conf') },
  contextOptions: {
    timezoneId: 'America/Sao_Paulo',
    locale: 'en-US',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    deviceScaleFactor: 1,
  },
}

/**
 * Two Chromiums of different age and build draw these pictures alike, but for a dozen pixels at round edges: so a colour
 * may be off by 4 of 255, and so few pixels by more. Other systems draw letters in a way of their own: there only what
 * is gross is found.
 */
const tolerance =
  process.platform === 'linux'
    ? { threshold: 0.015, includeAA: true, allowedMismatchedPixels: 30 }
    : { threshold: 0.1, allowedMismatchedPixelRatio: 0.03 }

/** The oldest React that is supported, for the same hook tests. */
const react18 = (name: string) => fileURLToPath(new URL(`.config/react18/node_modules/${name}`, import.meta.url))

/** The package's entries by their names, for the README's blocks. */
const entries = [
  { find: /^react-crm-conversations$/, replacement: toFile('src/index.ts') },
  { find: /^react-crm-conversations\/(core|eager)$/, replacement: toFile('src/$1.ts') },
  { find: /^react-crm-conversations\/ui\/styles\.css$/, replacement: toFile('src/ui/styles.css') },
  {
    find: /^react-crm-conversations\/(testing|testing\/react|engine|ui|ui\/languages)$/,
    replacement: toFile('src/$1/index.ts'),
  },
]

const testingLibraryModule = fileURLToPath(
  new URL('node_modules/@testing-library/react/dist/@testing-library/react.esm.js', import.meta.url),
)

export default defineConfig({
  plugins: [
    react(),
    chatEnginePlugin({ supabase: { changeDelayMs: 30 } }),
    // The other servers of the field, for the Live inbox; each starts when it is asked for something.
    chatEnginePlugin({ wire: 'pytake', prefix: '/pytake', supabase: { changeDelayMs: 30 } }),
    chatEnginePlugin({ wire: 'kanban', prefix: '/kanban', supabase: { changeDelayMs: 30 } }),
  ],
  test: {
    reporters: ['default', new SumReporter()],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Half of the tests wait for a line, a clock or a browser: two at a time, also where there are two cores.
    maxWorkers: 2,
    expect: { poll: { timeout: 10_000, interval: 10 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'test/{lib,domain,cache,auth,backends,transports,connection,sync,client,testing,ui}/**/*.test.ts',
            'test/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'engine',
          environment: 'node',
          include: ['test/{engine,conformance}/**/*.test.ts'],
          // Each starts engines of its own; Postgres itself is compiled once for all of them.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'react-19',
          environment: 'jsdom',
          include: ['test/react/**/*.test.tsx'],
          setupFiles: 'test/helpers/reactSetup.ts',
        },
      },
      {
        extends: true,
        resolve: {
          alias: {
            react: react18('react'),
            'react-dom': react18('react-dom'),
            // Its CommonJS build would require the other React past the alias.
            '@testing-library/react': testingLibraryModule,
          },
        },
        test: {
          name: 'react-18',
          environment: 'jsdom',
          include: ['test/react/**/*.test.tsx'],
          setupFiles: 'test/helpers/reactSetup.ts',
          // Only what Vite transforms sees the alias.
          server: { deps: { inline: [/@testing-library\/react/, /@tanstack\/react-query/] } },
        },
      },
      {
        extends: true,
        resolve: { alias: entries },
        test: {
          name: 'readme',
          environment: 'jsdom',
          include: ['test/readme/*.test.{ts,tsx}'],
          setupFiles: 'test/helpers/reactSetup.ts',
          globalSetup: 'test/helpers/readmeSetup.ts',
        },
      },
      {
        extends: true,
        test: { name: 'e2e', environment: 'node', include: ['test/{e2e,bench}/**/*.test.ts'] },
      },
      {
        extends: true,
        resolve: { alias: entries },
        optimizeDeps: inTime,
        test: {
          name: 'browser',
          sequence: afterTheRest,
          include: ['test/browser/**/*.test.tsx'],
          globalSetup: 'test/helpers/browserSetup.ts',
          browser: inChromium(),
        },
      },
      {
        extends: true,
        plugins: [storybookTest({ configDir: fileURLToPath(new URL('.storybook', import.meta.url)) })],
        optimizeDeps: inTime,
        test: { name: 'stories', sequence: afterTheRest, browser: inChromium() },
      },
      {
        extends: true,
        optimizeDeps: { include: ['storybook/test', '@storybook/react-vite'] },
        test: {
          name: 'looks',
          sequence: afterTheRest,
          include: ['test/looks/**/*.test.tsx'],
          // More than the deadlines of its steps together, which say what has taken so long.
          testTimeout: 75_000,
          browser: {
            ...inChromium(forPictures),
            expect: {
              toMatchScreenshot: {
                comparatorOptions: tolerance,
                timeout: 15_000,
                resolveScreenshotPath: ({ arg, ext, root }) => `${root}/test/looks/pictures/${arg}${ext}`,
              },
            },
          },
        },
      },
    ],
  },
})
