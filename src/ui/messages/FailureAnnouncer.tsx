'use client'
import { useEffect, useRef, type ReactNode } from 'react'
import type { Message } from '../../domain/message.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { useVoice, Voice } from '../Voice.tsx'
import { findFailures } from '../../domain/messageNews.ts'
import { toSummary } from './toSummary.ts'

export interface FailureAnnouncerProps {
  readonly messages: readonly Message[]
}

/** So many are read out; more are a number. */
const MOST = 2

/** Says at once, and once, that an own message has failed: whoever cannot see it turn red would wait for an answer. */
export function FailureAnnouncer({ messages }: FailureAnnouncerProps): ReactNode {
  const { words, formats } = useLanguage()
  const before = useRef(messages)
  const [spoken, say] = useVoice()
  useEffect(() => {
    const failures = findFailures(before.current, messages)
    before.current = messages
    const { length } = failures
    if (length > MOST) say(words.sendsFailed(formats.count(length)))
    else if (length > 0) say(failures.map((message) => words.sendFailed(toSummary(message, words))).join(' '))
  }, [messages, words, formats, say])
  return <Voice role="alert" spoken={spoken} />
}
