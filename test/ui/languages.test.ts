import { describe, expect, it } from 'vitest'
import { createFormats } from '../../src/ui/languages/formats.ts'
import type { Language } from '../../src/ui/languages/language.ts'
import { en } from '../../src/ui/languages/en.ts'
import { es } from '../../src/ui/languages/es.ts'
import { ptBR } from '../../src/ui/languages/ptBR.ts'

/** Every word with its path; functions are called with plain values. */
function toWords(words: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(words).flatMap(([key, word]: [string, unknown]) => {
    const name = `${path}${key}`
    if (typeof word === 'string') return [[name, word] as const]
    if (typeof word === 'function')
      return [[name, String(word({ value: 3, text: '3' }, { value: 3, text: '3' }))] as const]
    return typeof word === 'object' && word !== null ? toWords(word, `${name}.`) : []
  })
}

const now = new Date('2026-03-12T15:00:00')
const at = (text: string) => new Date(text).toISOString()

describe.each([en, ptBR, es])('the language $locale', (language: Language) => {
  it('has every word, and none is empty', () => {
    expect(toWords(language.words).map(([name]) => name)).toEqual(toWords(en.words).map(([name]) => name))
    for (const [name, word] of toWords(language.words)) expect([name, word.trim()]).not.toEqual([name, ''])
  })

  it('says its own words, not English ones', () => {
    if (language === en) return
    const english = new Map(toWords(en.words))
    // The same in many languages.
    const shared = new Set(['kind.sticker', 'kind.audio'])
    const same = toWords(language.words).filter(([name, word]) => english.get(name) === word && !shared.has(name))
    expect(same).toEqual([])
  })

  it('counts one as one', () => {
    const { words } = language
    const { count } = createFormats(language)
    for (const word of [words.newMessages, words.tooLong])
      expect(word(count(1))).not.toBe(word(count(2)).replace('2', '1'))
  })
})

describe('the formats', () => {
  it('write dates, numbers, lists and sizes as each language does', () => {
    const [english, portuguese, spanish] = [en, ptBR, es].map(createFormats)
    expect(portuguese?.day(at('2026-03-11T09:00:00'), now)).toBe('Ontem')
    expect(spanish?.day(at('2026-03-12T09:00:00'), now)).toBe('Hoy')
    expect(english?.day(at('2026-03-02T09:00:00'), now)).toBe('Monday, March 2')
    expect(portuguese?.day(at('2026-03-02T09:00:00'), now)).toBe('Segunda-feira, 2 de março')
    expect(portuguese?.day(at('2024-03-02T09:00:00'), now)).toBe('2 de março de 2024')
    expect(portuguese?.when(at('2026-03-12T14:04:00'), now)).toBe('14:04')
    expect(spanish?.when(at('2026-03-11T14:04:00'), now)).toBe('Ayer')
    expect(portuguese?.count(12_345).text).toBe('12.345')
    expect(english?.count(12_345).text).toBe('12,345')
    expect(spanish?.list(['Ana', 'Bruno', 'Iris'])).toBe('Ana, Bruno e Iris')
    expect(english?.size(47_300)).toBe('47.3 kB')
    expect(portuguese?.size(2_500_000)).toBe('2,5 MB')
    expect(english?.size(999)).toBe('999 bytes')
    expect(english?.duration(44 * 60_000)).toBe('44m')
    expect(english?.duration(104 * 60_000)).toBe('1h 44m')
    expect(english?.duration(50 * 3_600_000)).toBe('2d')
    expect(spanish?.duration(104 * 60_000)).toBe('1h 44min')
    expect(english?.date(at('2024-03-12T09:00:00'))).toBe('Mar 12, 2024')
  })
})
