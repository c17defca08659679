'use client'
import type { ReactNode } from 'react'
import type { Language } from './languages/language.ts'
import { LanguageContext, toUiLanguage } from './languages/useLanguage.ts'
import { useStable } from './useStable.ts'

export interface UiProviderProps {
  /** Default: English. Only what is passed is bundled: `language={ptBR}`. */
  readonly language: Language
  readonly children?: ReactNode
}

/**
 * The language of the parts inside. Not needed for English, and it renders no element of its own.
 *
 * @example
 * <UiProvider language={ptBR}><Inbox /></UiProvider>
 */
export function UiProvider({ language, children }: UiProviderProps): ReactNode {
  return <LanguageContext.Provider value={toUiLanguage(useStable(language))}>{children}</LanguageContext.Provider>
}
