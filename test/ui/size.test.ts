import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { describe, expect, it } from 'vitest'
import { readStyles } from '../../.config/writeStyles.ts'

const source = join(import.meta.dirname, '../../src')

interface Bundle {
  readonly gzipBytes: number
  readonly code: string
  readonly modules: readonly string[]
}

/** What a bundler makes of an import, minified; packages and whatever `isOutside` names stay outside. */
async function bundle(code: string, isOutside: (file: string) => boolean = () => false): Promise<Bundle> {
  const entry = '\0entry'
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', development: false } },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? code : null),
      },
      {
        name: 'outside',
        enforce: 'pre',
        async resolveId(id, importer) {
          const found = id.startsWith('.') ? await this.resolve(id, importer, { skipSelf: true }) : null
          return found !== null && isOutside(found.id) ? { id: found.id, external: true } : null
        },
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        external: (id) => !id.startsWith('.') && !id.startsWith('/') && id !== entry,
      },
    },
  })
  if (!('output' in result)) throw new Error('unable to bundle; the build gave no output')
  const chunks = result.output.filter((each) => each.type === 'chunk')
  const all = chunks.map((chunk) => chunk.code).join('')
  return {
    gzipBytes: gzipSync(all).byteLength,
    code: all,
    modules: chunks.flatMap((chunk) => chunk.moduleIds),
  }
}

const isNotUi = (file: string) => file.startsWith(source) && !file.startsWith(join(source, 'ui'))

describe('the size of "./ui"', () => {
  it('is at most 25 kB of our own code with everything, hooks and core left out', async () => {
    const { gzipBytes, modules } = await bundle(`export * from '${join(source, 'ui/index.ts')}'`, isNotUi)
    expect(modules.filter((file) => file.includes('/src/ui/')).length).toBeGreaterThan(30)
    expect(modules.filter((file) => isNotUi(file))).toEqual([])
    expect(gzipBytes).toBeGreaterThan(5_000)
    expect(gzipBytes).toBeLessThanOrEqual(25_000)
    console.log(`./ui: ${gzipBytes} bytes gzip`)
  })

  it('is at most 8 kB for the style sheet', async () => {
    const css = await readStyles()
    expect(css).not.toContain('@import')
    expect(css.indexOf('--crm-accent:')).toBeLessThan(css.indexOf('.crm-bubble'))
    expect(gzipSync(css).byteLength).toBeLessThanOrEqual(8_000)
    console.log(`./ui/styles.css: ${gzipSync(css).byteLength} bytes gzip`)
  })

  it('leaves out the languages that are not passed', async () => {
    const { code } = await bundle(`export { Inbox, UiProvider, ptBR } from '${join(source, 'ui/index.ts')}'`, isNotUi)
    expect(code).toContain('Nenhuma conversa ainda')
    expect(code).not.toContain('Todavía no hay conversaciones')
  })

  it('leaves out the board and the search where only the inbox is used', async () => {
    const all = await bundle(`export * from '${join(source, 'ui/index.ts')}'`, isNotUi)
    const inbox = await bundle(`export { Inbox, UiProvider } from '${join(source, 'ui/index.ts')}'`, isNotUi)
    for (const name of ['crm-columns', 'crm-search-bar']) {
      expect(all.code).toContain(name)
      expect(inbox.code).not.toContain(name)
    }
  })

  it('has no part in the main entry', async () => {
    for (const entry of ['index.ts', 'core.ts']) {
      const { modules } = await bundle(`export * from '${join(source, entry)}'`)
      expect(modules.length).toBeGreaterThan(20)
      expect(modules.filter((file) => file.includes('/src/ui/') || file.includes('virtua'))).toEqual([])
    }
  })
})

describe('the package', () => {
  it('says that only style sheets have side effects, so that unused parts are left out and styles are not', async () => {
    const manifest = JSON.parse(await readFile(join(source, '../package.json'), 'utf8')) as { sideEffects: unknown }
    expect(manifest.sideEffects).toEqual(['**/*.css'])
  })
})
