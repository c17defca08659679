'use client'
import { createContext, useContext } from 'react'
import { en } from './en.ts'
import { createFormats, type Formats } from './formats.ts'
import type { Language } from './language.ts'

/** What a part speaks with: the words, and the formats of the same locale. */
export interface UiLanguage extends Language {
  readonly formats: Formats
}

const known = new WeakMap<Language, UiLanguage>()

/** A language with its formats, made once for each language object. */
export function toUiLanguage(language: Language): UiLanguage {
  const made = known.get(language) ?? { ...language, formats: createFormats(language) }
  known.set(language, made)
  return made
}

export const LanguageContext = createContext<UiLanguage | null>(null)

/** The language of the nearest `UiProvider`; English without one. For parts of your own, too. */
export function useLanguage(): UiLanguage {
  return useContext(LanguageContext) ?? toUiLanguage(en)
}
