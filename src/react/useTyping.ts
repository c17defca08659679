'use client'
import { useCallback, useEffect, useMemo } from 'react'
import type { ConversationId } from '../domain/ids.ts'
import type { TypingParticipant } from '../domain/typing.ts'
import { useConversationClient } from './conversationContext.ts'
import { useStore } from './useStore.ts'

export interface UseTypingResult {
  /** Who is writing right now, not counting this user. */
  readonly typing: readonly TypingParticipant[]
  /** Call it with every key; `notifyTyping(false)` when the composer is emptied. Sent a few times at most. */
  readonly notifyTyping: (isTyping?: boolean) => void
}

/**
 * Who is writing, and saying that one is.
 *
 * @example
 * const { typing, notifyTyping } = useTyping(conversationId)
 * return <textarea onChange={() => notifyTyping()} placeholder={typing.length > 0 ? 'typing…' : ''} />
 */
export function useTyping(conversationId: ConversationId): UseTypingResult {
  const client = useConversationClient()
  useEffect(() => client.watch(conversationId), [client, conversationId])
  const typing = useStore(useMemo(() => client.watchTyping(conversationId), [client, conversationId]))
  const notifyTyping = useCallback(
    (isTyping = true) => client.notifyTyping(conversationId, isTyping),
    [client, conversationId],
  )
  return { typing, notifyTyping }
}
