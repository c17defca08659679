/**
 * Finds a Chromium, or makes one appear: `npm ci && npm test` is all the set-up there is. Plain JavaScript, so that it runs
 * wherever npm does.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const cache = join(root, 'node_modules/.cache/chromium')

/** No lookups, no phoning home: what a test page may reach is this machine. */
export const chromiumArgs = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

/**
 * Sets `CHROMIUM_PATH` (and what that browser needs beside it) in `process.env`, trying in turn: `CHROMIUM_PATH` or
 * `CHROME_BIN`, Playwright's own, one on the PATH, the one from `@sparticuz/chromium`, Playwright's download, Debian's
 * package. Throws one clear line when there is none to be had.
 */
export async function provideChromium() {
  const ways = [fromEnvironment, fromPlaywright, fromPath, fromPackage, fromDownload, fromDebian]
  for (const way of ways) {
    const path = await way()
    if (path === null || !runs(path)) continue
    process.env['CHROMIUM_PATH'] = path
    return path
  }
  throw new Error(
    'no Chromium could be found or installed; install Chrome or Chromium and set CHROMIUM_PATH to its executable',
  )
}

function fromEnvironment() {
  return process.env['CHROMIUM_PATH'] ?? process.env['CHROME_BIN'] ?? null
}

async function fromPlaywright() {
  const { chromium } = await import('playwright')
  const path = chromium.executablePath()
  return existsSync(path) ? path : null
}

function fromPath() {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable) ?? null
}

/** A browser inside an npm package, with the system libraries and the one font it needs. Linux on x64 only. */
function fromPackage() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'))
  const folder = join(cache, version)
  if (!existsSync(folder)) unpack(folder)
  const fonts = join(folder, 'fonts.conf')
  writeFileSync(
    fonts,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>` +
      `<dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fontcache</cachedir></fontconfig>\n`,
  )
  process.env['FONTCONFIG_FILE'] ??= fonts
  process.env['LD_LIBRARY_PATH'] = [join(folder, 'al2023/lib'), process.env['LD_LIBRARY_PATH']]
    .filter(Boolean)
    .join(':')
  return join(folder, 'chromium')
}

/** Unpacks aside and renames: a run that is killed half-way leaves nothing that looks whole. */
function unpack(folder) {
  const aside = `${folder}.${process.pid}`
  mkdirSync(aside, { recursive: true })
  const script = `import('@sparticuz/chromium').then((module) => module.default.executablePath())`
  execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    // The package unpacks its libraries only where it believes to be on Amazon's Linux, and always to the temp folder.
    env: { ...process.env, TMPDIR: aside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    stdio: 'inherit',
  })
  try {
    renameSync(aside, folder)
  } catch {
    rmSync(aside, { recursive: true, force: true })
  }
}

async function fromDownload() {
  spawnSync(process.execPath, [join(root, 'node_modules/playwright/cli.js'), 'install', 'chromium'], {
    stdio: 'ignore',
  })
  return fromPlaywright()
}

function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return null
  spawnSync('apt-get', ['update'], { stdio: 'ignore' })
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'ignore' })
  return fromPath()
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A browser whose libraries are missing is found and does not start: ask it for its version. */
function runs(path) {
  return isExecutable(path) && spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0
}
