// @vitest-environment node
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { createServer, type UserConfig } from 'vite'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { chatEngine, createConversationClient, pyTake, type Backend } from '../../src/core.ts'
import { WIRE_NAMES } from '../../src/engine/wires/wireName.ts'
import { blocks, readme, root, toServerVariants, writeBlocks } from '../helpers/readmeBlocks.ts'

const { folder, load, write } = await writeBlocks('commands')

describe('the README', () => {
  it('names a file for every block of code', () => {
    const code = blocks.filter(({ language }) => language !== 'bash')
    expect(code.map(({ file }) => file)).not.toContain(undefined)
    expect(code.length).toBeGreaterThanOrEqual(5)
  })

  it('has no block of code that no test runs', () => {
    const tests = [
      'code.test.tsx',
      'commands.test.ts',
      'ownBackend.test.ts',
      'ownTests.test.ts',
      'whole.test.ts',
      '../browser/ownInbox.test.tsx',
      '../browser/ownBoard.test.tsx',
    ]
    const helpers = ['readmeBlocks.ts', 'readmeSetup.ts'].map((file) => `../helpers/${file}`)
    const sources = [...tests, ...helpers].map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join('')
    const files = blocks.flatMap(({ file }) => file ?? [])
    // A style sheet is run by whoever imports it.
    const isImported = (file: string) =>
      file.endsWith('.css') && blocks.some(({ code }) => code.includes(`import './${basename(file)}'`))
    expect(files.filter((file) => !sources.includes(`'${file}'`) && !isImported(file))).toEqual([])
  })

  it('has code whose types are right', async () => {
    for (const [name, code] of toServerVariants()) await write(`src/Server.${name}.tsx`, code)
    const paths = {
      'react-crm-conversations': [join(root, 'src/index.ts')],
      'react-crm-conversations/*': [join(root, 'src/*'), join(root, 'src/*/index.ts')],
    }
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(root, 'tsconfig.json'),
        compilerOptions: { paths, moduleDetection: 'force' },
        include: ['.'],
        exclude: [],
      }),
    )
    const tsc = promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', folder])
    const { stdout } = await tsc.catch((error: { stdout: string }) => error)
    expect(stdout).toBe('')
  })

  it('shows the engine as a function', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    await load('src/engine.test.ts')
    expect(log).toHaveBeenCalledWith(200)
    log.mockRestore()
  }, 60_000)

  it('shows the Supabase project beside it', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    await load('src/supabase.test.ts')
    expect(log).toHaveBeenCalledWith([{ body: 'Olá!' }, { body: 'Bom dia!' }])
    log.mockRestore()
  }, 60_000)

  it('shows the engine inside Vite, one beside the other', async () => {
    // The plugin keeps still under Vitest.
    vi.stubEnv('VITEST', undefined)
    onTestFinished(() => void vi.unstubAllEnvs())
    const { default: config } = await load<{ default: UserConfig }>('vite.config.ts')
    const server = { port: 0, host: '127.0.0.1' }
    const vite = await createServer({ ...config, server, configFile: false, root: folder, logLevel: 'silent' })
    onTestFinished(() => vite.close())
    await vite.listen()
    const [local = ''] = vite.resolvedUrls?.local ?? []
    const connect = async (prefix: string, backend: (origin: string, getToken: () => Promise<string>) => Backend) => {
      const { origin } = new URL(local)
      const client = createConversationClient({
        polling: false,
        backends: [
          backend(origin, async () => {
            const response = await fetch(`${origin}${prefix}/functions/v1/chatengine-token`, {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ workspace_id: 'demo' }),
            })
            return ((await response.json()) as { token: string }).token
          }),
        ],
      })
      onTestFinished(client.mount())
      await expect.poll(() => client.connection.get().status, { timeout: 30_000 }).toBe('connected')
    }
    await connect('', (url, getToken) => chatEngine({ url, getToken }))
    const [, path = '', apiPath = ''] = /path: '(\/pytake\S+)', apiPath: '(\S+)'/.exec(readme) ?? []
    await connect('/pytake', (url, getToken) => pyTake({ url, getToken, path, apiPath }))
  }, 60_000)

  it('names only commands there are, and all of them', async () => {
    const manifest = await readFile(join(root, 'package.json'), 'utf8')
    const { scripts } = JSON.parse(manifest) as { scripts: Record<string, string> }
    const mentioned = [
      ...blocks.filter(({ language }) => language === 'bash').flatMap(({ code }) => code.trim().split(/ && |\n/)),
      ...[...readme.matchAll(/^\| `(npm [^`]+)`/gm)].map(([, command = '']) => command),
    ]
    const names = mentioned.map((command) => /^npm (?:run )?([\w-]+)/.exec(command)?.[1])
    const builtIn = new Set(['ci', 'install'])
    expect(names.filter((name) => !builtIn.has(name ?? '') && scripts[name ?? ''] === undefined)).toEqual([])
    expect(Object.keys(scripts).filter((name) => name !== 'format' && !names.includes(name))).toEqual([])
  })

  const commands = blocks.map(({ code }) => code.trim()).filter((code) => code.startsWith('npm run engine'))

  it.each(commands)(
    'starts the engine as it says: %s',
    async (command) => {
      const dataDir = await mkdtemp(join(tmpdir(), 'readme-'))
      const elsewhere = command.replace('--port 4400', '').replace('./chatengine-data', dataDir)
      const here = `${elsewhere.replace('npm run', 'npm run --silent')} --port 0`
      const child = spawn(here, { cwd: root, shell: true, detached: true })
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      const ready = JSON.parse(line.toString()) as Readonly<Record<string, unknown>>
      expect(ready).toMatchObject({ ready: true, wire: /--wire (\S+)/.exec(command)?.[1] ?? 'chatengine' })
      expect('supabaseUrl' in ready).toBe(command.includes('--supabase'))
      expect((await fetch(String(ready['health']))).status).toBe(200)
      const exited = once(child, 'exit')
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
      await exited
      await rm(dataDir, { recursive: true, force: true })
    },
    60_000,
  )

  it('names every wire there is', () => {
    const said = /`--wire` takes ([^.]*)\./.exec(readme)?.[1] ?? ''
    for (const wire of ['chatengine-base', ...WIRE_NAMES]) expect(said).toContain(`\`${wire}\``)
  })
})
