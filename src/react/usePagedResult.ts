'use client'
import type { InfiniteQueryObserverResult } from '@tanstack/query-core'
import { useCallback } from 'react'
import type { ConversationError } from '../domain/errors.ts'

/** What `useMessages` and `useConversations` share, in TanStack's words. The functions stay the same between renders. */
export interface PagedResult {
  /** Nothing has been loaded yet. */
  readonly isPending: boolean
  readonly isSuccess: boolean
  readonly isError: boolean
  readonly error: ConversationError | null
  /** There is more: older messages, or less active conversations. */
  readonly hasNextPage: boolean
  /** Loads the next page; does nothing while one is on its way, or when there is none. */
  readonly fetchNextPage: () => void
  readonly isFetchingNextPage: boolean
  readonly isFetchNextPageError: boolean
  /** Loads again after an error. While the line is up there is no other need for it. */
  readonly refetch: () => void
}

/** Picks the shared fields. By name: spreading the result would make a component render for fields it never reads. */
export function usePagedResult(query: InfiniteQueryObserverResult<unknown, ConversationError>): PagedResult {
  const { fetchNextPage, refetch } = query
  return {
    isPending: query.isPending,
    isSuccess: query.isSuccess,
    isError: query.isError,
    error: query.error,
    hasNextPage: query.hasNextPage,
    // A page on its way is waited for: a second call would cancel it and start over.
    fetchNextPage: useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]),
    isFetchingNextPage: query.isFetchingNextPage,
    isFetchNextPageError: query.isFetchNextPageError,
    refetch: useCallback(() => void refetch(), [refetch]),
  }
}
