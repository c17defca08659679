import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from '../../src/ui/languages/en.ts'
import { es } from '../../src/ui/languages/es.ts'
import { ptBR } from '../../src/ui/languages/ptBR.ts'
import { readTokens } from '../../stories/docs/readTokens.ts'
import { tokenPurposes } from '../../stories/docs/tokenPurposes.ts'
import { toWordRows } from '../../stories/docs/toWordRows.ts'

const css = await readFile(join(import.meta.dirname, '../../src/ui/styles/tokens.css'), 'utf8')

describe('the pages of documentation', () => {
  it('say of every token what it is for, and of no other', () => {
    expect(readTokens(css).map(({ name }) => name)).toEqual(
      [...new Set(css.match(/--crm-[\w-]+(?=:)/g))].filter((name) => css.indexOf(`${name}:`) < css.indexOf('@media')),
    )
    expect(Object.keys(tokenPurposes).toSorted()).toEqual(
      readTokens(css)
        .map(({ name }) => name)
        .toSorted(),
    )
  })

  it('read a token as the style sheet has it', () => {
    const tokens = readTokens(`
      :root { --crm-font: 'Inter', sans-serif; --crm-ink: light-dark(#111111, rgb(1, 2, 3)); --crm-line: light-dark(#222222, #333333); }
      @media (prefers-contrast: more) { :root { --crm-ink: light-dark(#000000, #ffffff); } }`)
    expect(tokens).toEqual([
      { name: '--crm-font', light: "'Inter', sans-serif", dark: "'Inter', sans-serif", more: null, isColour: false },
      {
        name: '--crm-ink',
        light: '#111111',
        dark: 'rgb(1, 2, 3)',
        more: { light: '#000000', dark: '#ffffff' },
        isColour: true,
      },
      { name: '--crm-line', light: '#222222', dark: '#333333', more: null, isColour: true },
    ])
  })

  it('have every word in every language, with a sample where something is put in', () => {
    const rows = toWordRows([en, ptBR, es])
    const textOf = (name: string) => rows.find((row) => row.name === name)?.texts
    expect(rows.length).toBeGreaterThan(70)
    for (const { name, texts } of rows) {
      expect([name, texts.length, texts.filter((text) => text.trim() === '')]).toEqual([name, 3, []])
      expect([name, texts.join(' ')]).toEqual([name, expect.not.stringMatching(/undefined|NaN|\[object/)])
    }
    expect(textOf('unread')).toEqual(['1 unread · 1,200 unread', '1 não lida · 1.200 não lidas', expect.anything()])
    expect(textOf('typing')?.[0]).toBe('Ana is typing… · typing…')
    expect(textOf('connection.polling')?.[0]).toBe(en.words.connection.polling)
  })
})
