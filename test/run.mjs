/** `npm test`: provides a browser, then runs every suite. Arguments go on to Vitest. */
import { spawn } from 'node:child_process'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { provideChromium } from './helpers/chromium.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

try {
  await provideChromium()
} catch (error) {
  console.error(`unable to run the tests; ${error.message}`)
  process.exit(1)
}
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const child = spawn(process.execPath, [vitest, 'run', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
