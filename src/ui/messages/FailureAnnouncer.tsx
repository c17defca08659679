'use client'
import { useEffect, useRef, type ReactNode } from 'react'
import type { Message } from '../../domain/message.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { useVoice, Voice } from '../Voice.tsx'
import { findFailures } from './findFailures.ts'
import { toSummary } from './toSummary.ts'

export interface FailureAnnouncerProps {
  readonly messages: readonly Message[]
}

/** Says at once, and once, that an own message has failed: whoever cannot see it turn red would wait for an answer. */
export function FailureAnnouncer({ messages }: FailureAnnouncerProps): ReactNode {
  const { words } = useLanguage()
  const before = useRef(messages)
  const [spoken, say] = useVoice()
  useEffect(() => {
    const failures = findFailures(before.current, messages)
    before.current = messages
    if (failures.length > 0) say(failures.map((message) => words.sendFailed(toSummary(message, words))).join(' '))
  }, [messages, words, say])
  return <Voice role="alert" spoken={spoken} />
}
