'use client'
import { InfiniteQueryObserver } from '@tanstack/query-core'
import type { Conversation } from '../domain/conversation.ts'
import type { ConversationFilter } from '../domain/conversationFilter.ts'
import { useConversationClient } from './conversationContext.ts'
import { useObserver } from './useObserver.ts'
import { usePagedResult, type PagedResult } from './usePagedResult.ts'

export interface UseConversationsResult extends PagedResult {
  /** Latest activity first. Empty while pending. */
  readonly conversations: readonly Conversation[]
}

const NONE: readonly Conversation[] = []

/**
 * An inbox, live: conversations move up, come and go as they match the filter.
 *
 * @example
 * const { conversations, isPending } = useConversations({ unreadOnly: true })
 */
export function useConversations(filter: ConversationFilter = {}): UseConversationsResult {
  const client = useConversationClient()
  const options = client.queries.conversations(filter)
  const query = useObserver(client.queryClient, options, (cache, each) => new InfiniteQueryObserver(cache, each))
  return { conversations: query.data ?? NONE, ...usePagedResult(query) }
}
