'use client'
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import type { Message } from '../../domain/message.ts'
import type { UiLanguage } from '../languages/useLanguage.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { toSummary } from './toSummary.ts'

/** What comes within this time is one announcement. */
const GATHER_MS = 600
/** A voice needs so long for a sentence; what comes meanwhile waits, and is then a number. */
const REST_MS = 4_000

export interface Announcements {
  /** What is being said; a new `turn` says the same words again. */
  readonly spoken: { readonly turn: number; readonly text: string }
  readonly announce: (arrivals: readonly Message[]) => void
}

/** Gathers what arrives, and says one message by its words and a flood by its number. */
export function useAnnouncements(): Announcements {
  const language = useLanguage()
  const [spoken, setSpoken] = useState({ turn: 0, text: '' })
  const latest = useRef(language)
  const waiting = useRef<readonly Message[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const lastAt = useRef(-Infinity)
  useEffect(() => {
    latest.current = language
  }, [language])
  useEffect(() => () => clearTimeout(timer.current), [])

  const announce = useCallback((arrivals: readonly Message[]) => {
    const isDue = waiting.current.length > 0
    waiting.current = waiting.current.concat(arrivals)
    if (isDue) return
    const rest = lastAt.current + REST_MS - performance.now()
    timer.current = setTimeout(
      () => {
        const text = toAnnouncement(waiting.current, latest.current)
        waiting.current = []
        lastAt.current = performance.now()
        setSpoken(({ turn }) => ({ turn: turn + 1, text }))
      },
      Math.max(GATHER_MS, rest),
    )
  }, [])
  return { spoken, announce }
}

/** The polite voice of a list: the list itself is no live region, or a burst would be read out word by word. */
export function MessageAnnouncer({ spoken }: Pick<Announcements, 'spoken'>): ReactNode {
  return (
    <div className="crm-hidden" role="status">
      <span key={spoken.turn}>{spoken.text}</span>
    </div>
  )
}

function toAnnouncement(messages: readonly Message[], { words, formats }: UiLanguage): string {
  const [only] = messages
  if (only === undefined || messages.length > 1) return words.newMessages(formats.count(messages.length))
  return words.arrived(only.sender.name ?? words.unknownContact, toSummary(only, words))
}
