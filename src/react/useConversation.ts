'use client'
import { QueryObserver } from '@tanstack/query-core'
import { useCallback } from 'react'
import type { ConversationChanges } from '../backends/backend.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { ConversationError } from '../domain/errors.ts'
import type { ConversationId } from '../domain/ids.ts'
import { useConversationClient } from './conversationContext.ts'
import { useObserver } from './useObserver.ts'

export interface UseConversationResult {
  /** `null` while pending; at once when an inbox holds it already. */
  readonly conversation: Conversation | null
  readonly isPending: boolean
  readonly isError: boolean
  readonly error: ConversationError | null
  readonly refetch: () => void
  /** Clears the unread count, here at once and then for everybody. */
  readonly markRead: () => Promise<void>
  /** Changes stage, status, assignee, labels or priority; taken back when the server refuses. */
  readonly update: (changes: ConversationChanges) => Promise<void>
}

/**
 * One conversation, live.
 *
 * @param conversationId `null` or `undefined` while none is chosen.
 * @example
 * const { conversation, markRead } = useConversation(conversationId)
 */
export function useConversation(conversationId: ConversationId | null | undefined): UseConversationResult {
  const client = useConversationClient()
  const id = conversationId ?? ''
  // Made anew: TanStack asks options once for a placeholder, and the inboxes it comes from go on while this one loads.
  const options = { ...client.queries.conversation(id), enabled: id !== '' }
  const query = useObserver(client.queryClient, options, (cache, each) => new QueryObserver(cache, each))
  return {
    conversation: query.data ?? null,
    isPending: query.isPending,
    isError: query.isError,
    error: query.error,
    refetch: () => void query.refetch(),
    markRead: useCallback(() => client.markRead(id), [client, id]),
    update: useCallback((changes) => client.updateConversation(id, changes), [client, id]),
  }
}
