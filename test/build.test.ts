import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
let dist = ''

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'dist-'))
  const tsdown = join(root, 'node_modules/tsdown/dist/run.mjs')
  const args = [tsdown, '--config', join(root, '.config/tsdown.config.ts'), '--out-dir', dist, '--silent']
  await promisify(execFile)(process.execPath, args, { cwd: root })
}, 120_000)
afterAll(() => rm(dist, { recursive: true, force: true }))

const IMPORT = /^(?:import|export)\b[^'"]*['"]([^'"]+)['"]/gm
const LATE_IMPORT = /\bimport\(\s*['"]([^'"]+)['"]/g

/** The packages that an entry pulls in, through all of its modules; with those that it imports later, if so told. */
async function externals(entry: string, { andLater = false } = {}): Promise<readonly string[]> {
  const packages = new Set<string>()
  const seen = new Set<string>()
  const visit = async (file: string): Promise<void> => {
    if (seen.has(file)) return
    seen.add(file)
    const code = await readFile(file, 'utf8')
    for (const [, specifier = ''] of [...code.matchAll(IMPORT), ...(andLater ? code.matchAll(LATE_IMPORT) : [])]) {
      if (specifier.startsWith('.')) await visit(join(dirname(file), specifier))
      else
        packages.add(
          specifier.startsWith('node:')
            ? 'node'
            : specifier
                .split('/')
                .slice(0, specifier.startsWith('@') ? 2 : 1)
                .join('/'),
        )
    }
  }
  await visit(join(dist, entry))
  return [...packages].toSorted()
}

describe('the build', () => {
  it('has code and types for every entry of package.json', async () => {
    const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      exports: Record<string, string | Record<string, string>>
    }
    const files = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : Object.values(entry)))
    expect(files.length).toBeGreaterThanOrEqual(6)
    for (const file of files) expect([file, existsSync(join(dist, file.replace('./dist/', '')))]).toEqual([file, true])
  })

  it('keeps "use client" in every file with a hook or a component', async () => {
    const built = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith('.js'))
    const hooks = built.filter((file) => file.startsWith('react'))
    const components = (await readdir(join(root, 'src/ui'), { recursive: true }))
      .filter((file) => file.endsWith('.tsx'))
      .map((file) => join('ui', file.replace(/tsx$/, 'js')))
      .concat('testing/react/ConversationTestProvider.js')
    expect(Math.min(hooks.length, components.length)).toBeGreaterThan(10)
    for (const file of [...hooks, ...components]) {
      expect([file, (await readFile(join(dist, file), 'utf8')).slice(0, 12)]).toEqual([file, '"use client"'])
    }
  })

  it('keeps React out of "./core", and the server out of the browser', async () => {
    const client = ['@tanstack/query-core', 'jose', 'valibot']
    expect(await externals('core.js')).toEqual(client)
    expect(await externals('testing/index.js')).toEqual(client)
    const later = [...client, '@supabase/supabase-js', 'socket.io-client'].toSorted()
    expect(await externals('core.js', { andLater: true })).toEqual(later)
    expect(await externals('testing/react/index.js')).toContain('react')
    expect(await externals('index.js')).toEqual([...client, '@tanstack/react-query', 'react'].toSorted())
  })

  it('names Supabase in one file, and imports it there only when it is needed', async () => {
    const files = (await readdir(dist, { recursive: true })).filter((file) => /^(?!engine).*\.js$/.test(file))
    const importers: string[] = []
    for (const file of files) {
      const code = await readFile(join(dist, file), 'utf8')
      if (/(from|import)[\s(]*["']@supabase\//.test(code)) importers.push(file)
    }
    expect(importers).toEqual([join('transports', 'supabaseRealtime.js')])
    expect(await readFile(join(dist, 'transports/supabaseRealtime.js'), 'utf8')).toContain(
      'await import("@supabase/supabase-js")',
    )
  })

  it('leaves out of an application’s bundle the backends it does not use', async () => {
    // Installed, as an application finds it.
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { sideEffects: boolean }
    await writeFile(join(dist, 'package.json'), JSON.stringify({ type: 'module', sideEffects: manifest.sideEffects }))
    const bundle = async (names: string) => {
      const entry = join(dist, 'application.mjs')
      await writeFile(entry, `export { ${names} } from './core.js'`)
      const result = await build({
        configFile: false,
        logLevel: 'silent',
        root: dist,
        build: {
          write: false,
          minify: false,
          lib: { entry, formats: ['es'] },
          rollupOptions: { external: /^(socket\.io-client|valibot|jose|@tanstack|@supabase)/ },
        },
      })
      const outputs = [result].flat().flatMap((each) => ('output' in each ? each.output : []))
      return outputs.map((each) => ('code' in each ? each.code : '')).join('')
    }
    const code = await bundle('chatEngine, createConversationClient')
    expect(code).toContain('subscribe:conversation')
    for (const word of ['join_conversation', 'conversation:join', 'postgres_changes']) expect(code).not.toContain(word)
    expect(await bundle('supabaseBackend')).toContain('postgres_changes')
    expect(await bundle('pyTake')).toContain('join_conversation')
    expect(await bundle('pyTake')).not.toContain('conversation:join')
  }, 60_000)

  it('runs "./core" and "./engine" in bare Node, migrations included', async () => {
    // From inside the project, so that the packages are found.
    const place = join(root, 'node_modules/.cache/build-test')
    const script = `
      import { cpSync, rmSync } from 'node:fs'
      rmSync(${JSON.stringify(place)}, { recursive: true, force: true })
      cpSync(${JSON.stringify(dist)}, ${JSON.stringify(place)}, { recursive: true })
      const { createEngine } = await import(${JSON.stringify(join(place, 'engine/index.js'))})
      const { chatEngine, createConversationClient } = await import(${JSON.stringify(join(place, 'core.js'))})
      const engine = await createEngine()
      const { url } = await engine.listen()
      const [{ id }] = await engine.seed('w', [{ messages: [{ text: 'Bom dia!' }] }])
      const getToken = () => engine.signToken({ workspaceId: 'w', userId: 'u' })
      const client = createConversationClient({ backends: [chatEngine({ url, getToken })] })
      const unmount = client.mount()
      const thread = client.watchMessages(id)
      while (thread.get().messages.length === 0 || client.connection.get().status !== 'connected') {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      console.log(thread.get().messages[0].text)
      thread.close()
      unmount()
      await new Promise((resolve) => setTimeout(resolve, 150))
      await engine.close()
      rmSync(${JSON.stringify(place)}, { recursive: true, force: true })
    `
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: root })
    // It ends by itself: nothing is left that would keep a process alive.
    expect(stdout).toBe('Bom dia!\n')
  }, 60_000)
})
