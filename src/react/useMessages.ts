'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ConversationId } from '../domain/ids.ts'
import type { Message } from '../domain/message.ts'
import { useConversationClient } from './conversationContext.ts'
import { usePagedResult, type PagedResult } from './usePagedResult.ts'

export interface UseMessagesResult extends PagedResult {
  /** Oldest first; unsent ones last. Empty while pending. */
  readonly messages: readonly Message[]
}

const NONE: readonly Message[] = []

/**
 * A conversation's messages, live: history from the backend, then everything that happens, in order and once.
 *
 * @param conversationId `null` or `undefined` while none is chosen.
 * @example
 * const { messages, isPending, hasNextPage, fetchNextPage } = useMessages(conversationId)
 */
export function useMessages(conversationId: ConversationId | null | undefined): UseMessagesResult {
  const client = useConversationClient()
  useEffect(() => (conversationId ? client.watch(conversationId) : undefined), [client, conversationId])
  const query = useInfiniteQuery(
    { ...client.queries.messages(conversationId ?? ''), enabled: Boolean(conversationId) },
    client.queryClient,
  )
  return { messages: query.data ?? NONE, ...usePagedResult(query) }
}
