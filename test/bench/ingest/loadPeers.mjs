import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The peers' packages are installed here and now: nobody who does not measure needs them. */
export async function loadPeers() {
  const folder = fileURLToPath(new URL('peers', import.meta.url))
  if (!existsSync(`${folder}/node_modules`)) {
    console.log('installing the peers …')
    const options = { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' }
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], options)
  }
  const { peers } = await import('./peers/index.mjs')
  return peers
}
