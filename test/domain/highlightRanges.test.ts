import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findRanges, fitRanges, splitByRanges, type TextRange } from '../../src/domain/highlightRanges.ts'
import { toExcerpt } from '../../src/domain/toExcerpt.ts'

/** The text with its matches in brackets. */
const mark = (text: string, ranges: readonly TextRange[]) =>
  splitByRanges(text, ranges)
    .map((piece, index) => (index % 2 === 1 ? `[${piece}]` : piece))
    .join('')
const find = (text: string, query: string) => mark(text, findRanges(text, query))

describe('findRanges', () => {
  it.each([
    ['Boleto e boleto', 'BOLETO', '[Boleto] e [boleto]'],
    ['CAFÉ com pão', 'cafe pao', '[CAFÉ] com [pão]'],
    // The same word with its accents as characters of their own.
    ['Cafe\u0301 com pa\u0303o', 'café', '[Cafe\u0301] com pa\u0303o'],
    ['İstanbul', 'istanbul', '[İstanbul]'],
    ['ação', 'ca', 'a[çã]o'],
    ['aaa', 'aa', '[aa]a'],
    ['a.b (c)', '(c) .', 'a[.]b [(c)]'],
    ['Ana Ananda', 'ana anand', '[Ana] [Anand]a'],
    ['👍🏽 ok', 'ok', '👍🏽 [ok]'],
    ['<b>x</b>', '<b>', '[<b>]x</b>'],
    ['nothing here', 'else', 'nothing here'],
    ['anything', '   ', 'anything'],
    ['', 'x', ''],
  ])('marks %j for %j', (text, query, marked) => {
    expect(find(text, query)).toBe(marked)
  })

  it('cuts no character in two: half of a family, a flag or a tone is no match of its own', () => {
    expect(find('👩‍👩‍👧 e 🇧🇷', '👧')).toBe('[👩‍👩‍👧] e 🇧🇷')
  })
})

describe('fitRanges', () => {
  it.each<readonly [string, readonly TextRange[], string]>([
    ['one two three', [[4, 7]], 'one [two] three'],
    [
      'one two three',
      [
        [8, 99],
        [-5, 3],
      ],
      '[one] two [three]',
    ],
    [
      'one two three',
      [
        [4, 6],
        [5, 8],
      ],
      'one [two ]three',
    ],
    [
      'one',
      [
        [2, 2],
        [3, 1],
        [7, 9],
      ],
      'one',
    ],
    ['a👍🏽b', [[2, 3]], 'a[👍🏽]b'],
  ])('fits %j and %j', (text, ranges, marked) => {
    expect(mark(text, fitRanges(text, ranges))).toBe(marked)
  })

  it('adds and loses nothing of any text, and leaves no half of a pair', () => {
    const range = fc.tuple(fc.integer({ min: -5, max: 40 }), fc.integer({ min: -5, max: 40 }))
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(range), (text, ranges) => {
        const pieces = splitByRanges(text, fitRanges(text, ranges))
        expect(pieces.join('')).toBe(text)
        for (const piece of pieces) expect(piece).not.toMatch(/\p{Surrogate}/u)
      }),
    )
  })
})

describe('toExcerpt', () => {
  it('begins a little before the first match, with a word', () => {
    const text = `${'Bom dia, tudo bem por aí? '.repeat(20)}Preciso da segunda via do boleto que venceu ontem.`
    const excerpt = toExcerpt(text, findRanges(text, 'boleto'))
    expect(mark(excerpt.text, excerpt.ranges)).toMatch(/^…\S.{0,31}\[boleto\] que venceu ontem\.$/)
  })

  it('leaves a match near the beginning where it is, and a text without one as it begins', () => {
    expect(toExcerpt('A short one', [[2, 7]])).toEqual({ text: 'A short one', ranges: [[2, 7]] })
    expect(toExcerpt('x '.repeat(500), []).text.startsWith('x x')).toBe(true)
  })

  it('leaves little before a match where no word begins: wide letters fill a row soon', () => {
    const text = `${'日本語'.repeat(60)}検索`
    const { text: shown, ranges } = toExcerpt(text, findRanges(text, '検索'))
    expect(mark(shown, ranges)).toBe('…本語日本語日本語[検索]')
    const families = `${'👩‍👩‍👧'.repeat(9)}x`
    const excerpt = toExcerpt(families, findRanges(families, 'x'))
    expect(mark(excerpt.text, excerpt.ranges)).toBe('…👩‍👩‍👧[x]')
  })

  it('is quick for whatever a customer writes', () => {
    const letter = fc.constantFrom('a', 'é', '日', '👩‍👩‍👧', '\u0301', ' ', '\n')
    const parts = fc.array(fc.tuple(letter, fc.integer({ min: 1, max: 4_096 })), { maxLength: 6 })
    fc.assert(
      fc.property(parts, (pieces) => {
        const text = pieces.map(([piece, times]) => piece.repeat(times)).join('')
        const whole = `${text.slice(0, 4_096)} b c d e f needle`
        const { text: shown, ranges } = toExcerpt(whole, findRanges(whole, 'needle'))
        expect(mark(shown, ranges)).toMatch(/^…?.{0,30}\[needle\]$/u)
      }),
      { numRuns: 30, interruptAfterTimeLimit: 2_000, markInterruptAsFailure: true },
    )
  })

  it('is one line', () => {
    expect(toExcerpt('one\ntwo', [[4, 7]])).toEqual({ text: 'one two', ranges: [[4, 7]] })
  })
})
