import type { Language } from '../../src/ui/languages/language.ts'
import { createFormats } from '../../src/ui/languages/formats.ts'

export interface WordRow {
  /** Where it stands in the language object: `connection.offline`. */
  readonly name: string
  /** In the order of the languages. */
  readonly texts: readonly string[]
}

type Arguments = readonly unknown[]

/** What is put into a word that needs something put in; more than once where one and many differ. */
function toSamples(name: string, language: Language): readonly Arguments[] {
  const { count, time, list } = createFormats(language)
  const [one, many] = [count(1), count(1_200)]
  const at = time('2026-01-05T14:01:00.000Z')
  const samples: Readonly<Record<string, readonly Arguments[]>> = {
    alsoHere: [
      ['Ana', one],
      [list(['Ana', 'Bruno']), count(2)],
    ],
    typing: [['Ana'], [null]],
    jumpToQuote: [['Maria']],
    reaction: [
      ['👍', one],
      ['👍', many],
    ],
    notDelivered: [['131026'], [null]],
  }
  // What nobody has thought of a sample for is a count, or takes one for a text.
  return (
    samples[name] ??
    (name.startsWith('line.') ? [[at]] : undefined) ??
    [one, many].map((each) => {
      const stand = { ...each, toString: () => each.text }
      return [stand, stand]
    })
  )
}

/** Every word of the languages side by side, read from the language objects themselves. */
export function toWordRows(languages: readonly Language[]): readonly WordRow[] {
  const [first] = languages
  return first === undefined
    ? []
    : listNames(first.words).map((name) => ({ name, texts: languages.map((each) => read(each, name)) }))
}

function listNames(words: object, prefix = ''): readonly string[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? listNames(value, `${prefix}${name}.`) : [prefix + name],
  )
}

function read(language: Language, name: string): string {
  const value = name
    .split('.')
    .reduce<unknown>((found, key) => (found as Readonly<Record<string, unknown>> | undefined)?.[key], language.words)
  if (typeof value !== 'function') return typeof value === 'string' ? value : ''
  const texts = toSamples(name, language).map((sample) =>
    String((value as (...given: Arguments) => unknown)(...sample)),
  )
  return [...new Set(texts)].join(' · ')
}
