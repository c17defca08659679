import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readSmallStyles, readStyles } from '../../.config/writeStyles.ts'
import { bundle } from '../helpers/bundle.ts'

const source = join(import.meta.dirname, '../../src')

const isNotUi = (file: string) => file.startsWith(source) && !file.startsWith(join(source, 'ui'))
const onlyUi = { isOutside: isNotUi }

describe('the size of "./ui"', () => {
  it('is at most 18.7 kB of our own code for the inbox in one language, hooks and core left out', async () => {
    const { gzipBytes, modules } = await bundle(
      `export { Inbox, UiProvider } from '${join(source, 'ui/index.ts')}'`,
      onlyUi,
    )
    expect(modules.filter((file) => file.includes('/src/ui/')).length).toBeGreaterThan(30)
    expect(gzipBytes).toBeLessThanOrEqual(18_700)
    console.log(`./ui: Inbox: ${gzipBytes} bytes gzip`)
  })

  it('is at most 25 kB with every part', async () => {
    const { gzipBytes, modules } = await bundle(`export * from '${join(source, 'ui/index.ts')}'`, onlyUi)
    expect(modules.filter((file) => isNotUi(file))).toEqual([])
    expect(gzipBytes).toBeGreaterThan(5_000)
    expect(gzipBytes).toBeLessThanOrEqual(25_000)
    console.log(`./ui: every part: ${gzipBytes} bytes gzip`)
  })

  // What the parts share with who draws their own is counted here: 25 kB must not be reached by moving it out of sight.
  it('is at most 29.3 kB with every part and all of ours that the parts alone bring along', async () => {
    const { gzipBytes } = await bundle(`export * from '${join(source, 'ui/index.ts')}'`)
    expect(gzipBytes).toBeLessThanOrEqual(29_300)
    console.log(`./ui: every part and what it brings along: ${gzipBytes} bytes gzip`)
  })

  it('is at most 3 kB for another language', async () => {
    for (const name of ['ptBR', 'es']) {
      const { gzipBytes } = await bundle(`export { ${name} } from '${join(source, 'ui/languages/index.ts')}'`, onlyUi)
      expect(gzipBytes).toBeLessThanOrEqual(3_000)
      console.log(`./ui/languages: ${name}: ${gzipBytes} bytes gzip by itself`)
    }
  })

  it('is at most 8 kB for the style sheet', async () => {
    const css = await readStyles()
    expect(css).not.toContain('@import')
    expect(css.indexOf('--crm-accent:')).toBeLessThan(css.indexOf('.crm-bubble'))
    const small = Buffer.from(await readSmallStyles())
    // Its colours are the browser's to choose, in both themes.
    expect(small.toString()).toContain('light-dark(')
    expect(small.toString().match(/\.crm-[\w-]+/g)?.length).toBeGreaterThan(300)
    expect(gzipSync(small).byteLength).toBeLessThanOrEqual(8_000)
    console.log(`./ui/styles.css: ${gzipSync(small).byteLength} bytes gzip`)
  })

  it('leaves out the languages that are not passed', async () => {
    const parts = `export { Inbox, UiProvider } from '${join(source, 'ui/index.ts')}'`
    const language = `export { ptBR } from '${join(source, 'ui/languages/index.ts')}'`
    const { code } = await bundle(`${parts}\n${language}`, onlyUi)
    expect(code).toContain('Nenhuma conversa ainda')
    expect(code).not.toContain('Todavía no hay conversaciones')
  })

  it('leaves out the board and the search where only the inbox is used', async () => {
    const all = await bundle(`export * from '${join(source, 'ui/index.ts')}'`, onlyUi)
    const inbox = await bundle(`export { Inbox, UiProvider } from '${join(source, 'ui/index.ts')}'`, onlyUi)
    for (const name of ['crm-columns', 'crm-search-bar']) {
      expect(all.code).toContain(name)
      expect(inbox.code).not.toContain(name)
    }
  })

  it('has no part in the main entry', async () => {
    for (const entry of ['index.ts', 'core.ts']) {
      const { modules, lateModules } = await bundle(`export * from '${join(source, entry)}'`)
      expect(modules.length).toBeGreaterThan(20)
      const all = [...modules, ...lateModules]
      expect(all.filter((file) => file.includes('/src/ui/') || file.includes('virtua'))).toEqual([])
    }
  })
})

describe('the package', () => {
  it('says that only style sheets and ./eager have side effects, so that unused parts are left out and these are not', async () => {
    const manifest = JSON.parse(await readFile(join(source, '../package.json'), 'utf8')) as { sideEffects: unknown }
    expect(manifest.sideEffects).toEqual(['**/*.css', '**/eager.*'])
  })
})
