import { useEffect, useRef } from 'react'
import type { Message } from '../../domain/message.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { useStableFunction } from '../../react/useStableFunction.ts'
import { toSummary } from './toSummary.ts'

/** What comes within this time is one announcement. */
const GATHER_MS = 600
/** A voice needs so long for a sentence; what comes meanwhile waits, and is then a number. */
const REST_MS = 4_000

/**
 * Gathers what arrives, and says one message by its words and a flood by its number: the list itself is no live region,
 * or a burst would be read out word by word.
 */
export function useAnnouncements(say: (text: string) => void): (arrivals: readonly Message[]) => void {
  const { words, formats } = useLanguage()
  const waiting = useRef<readonly Message[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const lastAt = useRef(-Infinity)
  useEffect(() => () => clearTimeout(timer.current), [])

  const speak = useStableFunction(() => {
    const { length, [0]: only } = waiting.current
    waiting.current = []
    lastAt.current = performance.now()
    say(
      !only || length > 1
        ? words.newMessages(formats.count(length))
        : `${only.sender.name ?? words.unknownContact}: ${toSummary(only, words)}`,
    )
  })
  return useStableFunction((arrivals: readonly Message[]) => {
    const isDue = waiting.current.length > 0
    waiting.current = waiting.current.concat(arrivals)
    if (isDue) return
    timer.current = setTimeout(speak, Math.max(GATHER_MS, lastAt.current + REST_MS - performance.now()))
  })
}
