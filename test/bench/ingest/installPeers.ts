import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** One more try, a second later: without a network npm would take a minute to say so. */
const NPM_CI = [
  'ci',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
]

/** Installs what the folder's lock says, unless that is there. `false`: it could not be, and that has been said. */
export function installPeers(folder: string): boolean {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  // Written last: a folder without it, or with another lock in it, is half made or out of date.
  const stamp = join(folder, 'node_modules', '.installed-lock.json')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return true
  console.log('installing the peers …')
  try {
    execFileSync('npm', NPM_CI, { cwd: folder, stdio: 'pipe', shell: process.platform === 'win32' })
    mkdirSync(dirname(stamp), { recursive: true })
    writeFileSync(stamp, lock)
    return true
  } catch (error) {
    console.error(`unable to install the peers (${toReason(error)}); going on without them.`)
    return false
  }
}

/** npm's own first words, or why it did not even start. */
function toReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const said = 'stderr' in error ? /^npm (?:error|ERR!) (.*)$/m.exec(String(error.stderr))?.[1] : undefined
  return said ?? error.message.split('\n', 1).join()
}
