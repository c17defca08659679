'use client'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Message } from '../../domain/message.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { findFailures } from './findFailures.ts'
import { toSummary } from './toSummary.ts'

export interface FailureAnnouncerProps {
  readonly messages: readonly Message[]
}

/** Says at once, and once, that an own message has failed: whoever cannot see it turn red would wait for an answer. */
export function FailureAnnouncer({ messages }: FailureAnnouncerProps): ReactNode {
  const { words } = useLanguage()
  const before = useRef(messages)
  const [spoken, setSpoken] = useState({ turn: 0, text: '' })
  useEffect(() => {
    const failures = findFailures(before.current, messages)
    before.current = messages
    if (failures.length === 0) return
    const text = failures.map((message) => words.sendFailed(toSummary(message, words))).join(' ')
    setSpoken(({ turn }) => ({ turn: turn + 1, text }))
  }, [messages, words])
  return (
    <div className="crm-hidden" role="alert">
      <span key={spoken.turn}>{spoken.text}</span>
    </div>
  )
}
