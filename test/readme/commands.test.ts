// @vitest-environment node
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { blocks, readme, root, writeBlocks } from '../helpers/readmeBlocks.ts'

const { folder, load } = await writeBlocks('commands')

describe('the README', () => {
  it('names a file for every block of code', () => {
    const code = blocks.filter(({ language }) => language !== 'bash')
    expect(code.map(({ file }) => file)).not.toContain(undefined)
    expect(code.length).toBeGreaterThanOrEqual(5)
  })

  it('has code whose types are right', async () => {
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

  it('starts the engine as it says', async () => {
    const command = blocks.find(({ code }) => code.startsWith('npm run engine'))?.code.trim() ?? ''
    const dataDir = await mkdtemp(join(tmpdir(), 'readme-'))
    const here = command.replace('--port 4400', '--port 0').replace('./chatengine-data', dataDir)
    expect(here).not.toBe(command)
    const child = spawn(here.replace('npm run', 'npm run --silent'), { cwd: root, shell: true, detached: true })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const ready = JSON.parse(line.toString()) as { ready: boolean; health: string }
    expect(ready.ready).toBe(true)
    expect((await fetch(ready.health)).status).toBe(200)
    const exited = once(child, 'exit')
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
    await exited
    await rm(dataDir, { recursive: true, force: true })
  }, 60_000)
})
