import { en } from '../src/ui/languages/en.ts'
import { es } from '../src/ui/languages/es.ts'
import type { Language } from '../src/ui/languages/language.ts'
import { ptBR } from '../src/ui/languages/ptBR.ts'

const LANGUAGES = new Map([en, ptBR, es].map((language) => [language.locale, language]))

/** The language that is chosen in the toolbar. */
export function getLanguage(globals: Readonly<Record<string, unknown>>): Language {
  return LANGUAGES.get(String(globals['language'])) ?? en
}
