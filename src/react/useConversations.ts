'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Conversation } from '../domain/conversation.ts'
import type { ConversationFilter } from '../domain/conversationFilter.ts'
import { useConversationClient } from './conversationContext.ts'
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
  const query = useInfiniteQuery(client.queries.conversations(filter), client.queryClient)
  return { conversations: query.data ?? NONE, ...usePagedResult(query) }
}
