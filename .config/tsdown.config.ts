import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsdown'
import { writeStyles } from './writeStyles.ts'

export default defineConfig({
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  entry: {
    index: 'src/index.ts',
    core: 'src/core.ts',
    eager: 'src/eager.ts',
    'testing/index': 'src/testing/index.ts',
    'testing/react/index': 'src/testing/react/index.ts',
    'engine/index': 'src/engine/index.ts',
    'ui/index': 'src/ui/index.ts',
    'ui/languages/index': 'src/ui/languages/index.ts',
  },
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  // One file per module: otherwise 'use client' is lost, and a bundler could not leave out what is not used.
  unbundle: true,
  root: 'src',
  dts: true,
  // The directives are kept, one file per module; the warning is about bundles.
  inputOptions: { checks: { moduleLevelDirective: false, pluginTimings: false } },
  hooks: { 'build:done': ({ options }) => writeStyles(options.outDir) },
  copy: ({ outDir }) => [{ from: 'src/engine/migrations', to: `${outDir}/engine` }],
})
