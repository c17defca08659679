'use client'
import { InfiniteQueryObserver } from '@tanstack/query-core'
import { useEffect, useMemo } from 'react'
import type { ConversationId } from '../domain/ids.ts'
import type { Message } from '../domain/message.ts'
import { useConversationClient } from './conversationContext.ts'
import { useObserver } from './useObserver.ts'
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
  const options = useMemo(
    () => ({ ...client.queries.messages(conversationId ?? ''), enabled: Boolean(conversationId) }),
    [client, conversationId],
  )
  const query = useObserver(client.queryClient, options, (cache, each) => new InfiniteQueryObserver(cache, each))
  return { messages: query.data ?? NONE, ...usePagedResult(query) }
}
