'use client'
import { useDeferredValue, useMemo, useState } from 'react'
import type { Conversation } from '../domain/conversation.ts'
import { matchesFilter, type ConversationFilter } from '../domain/conversationFilter.ts'
import { useConversations, type UseConversationsResult } from './useConversations.ts'
import { countScopes, toScopeFilter, type ConversationScope } from '../domain/conversationScope.ts'
import { matchesQuery } from '../domain/matchesQuery.ts'

export interface UseInboxListResult extends UseConversationsResult {
  /** As the scope and the query leave them. */
  readonly conversations: readonly Conversation[]
  /** As the scope alone leaves it. */
  readonly latest: Conversation | undefined
  /** What is in the search field. */
  readonly query: string
  readonly onQueryChange: (query: string) => void
  /** How many conversations the query has found; `undefined`: nothing is looked for. */
  readonly foundCount: number | undefined
  /** Without a user, `all`. */
  readonly scope: ConversationScope
  /** `undefined`: there is nothing to choose from, for it is not known who is signed in, or the filter has chosen. */
  readonly onScopeChange: ((scope: ConversationScope) => void) | undefined
  /** How many conversations each scope has; what is not known is left out. */
  readonly counts: Partial<Record<ConversationScope, number>>
}

const EVERYTHING: ConversationFilter = {}

/**
 * An inbox's list with its search and its scopes. What is wholly loaded is divided here, and every scope has its number; a
 * longer list is asked for scope by scope, and what is known of it is shown meanwhile.
 *
 * @param userId Who is signed in, by the id that `assigneeId` has. It begins with this user's where there are any.
 * @example
 * const list = useInboxList({}, userId)
 * <><ConversationListTools {...list} /><ConversationList {...list} selectedId={id} onSelect={setId} /></>
 */
export function useInboxList(
  filter: ConversationFilter = EVERYTHING,
  userId: string | null = null,
): UseInboxListResult {
  const [query, setQuery] = useState('')
  const [chosen, setScope] = useState<ConversationScope | null>(null)
  const scope = chosen ?? 'mine'
  const hasScopes = userId !== null && filter.assigneeId === undefined
  const wanted = hasScopes ? toScopeFilter(scope, userId) : EVERYTHING
  const all = useConversations(filter)
  const isPartial = all.hasNextPage
  const part = useConversations(isPartial ? { ...filter, ...wanted } : filter)
  const list = part.isPending ? all : part
  // Who has nothing yet begins with everything; decided once, so that no list changes under somebody's hands.
  const isUndecided = hasScopes && chosen === null && all.isSuccess
  const hasOwn = list.conversations.some(({ assigneeId }) => assigneeId === userId)
  if (isUndecided && (hasOwn || !part.isPending)) setScope(hasOwn ? 'mine' : 'all')

  const { assigneeId } = wanted
  const inScope = useMemo(
    () =>
      assigneeId === undefined
        ? list.conversations
        : list.conversations.filter((conversation) => matchesFilter(conversation, { assigneeId })),
    [list.conversations, assigneeId],
  )
  // The field is never behind the keys, however many conversations there are.
  const sought = useDeferredValue(query.trim())
  const found = useMemo(
    () => (sought === '' ? inScope : inScope.filter((conversation) => matchesQuery(conversation, sought))),
    [inScope, sought],
  )
  const isPartKnown = part.isSuccess && !part.hasNextPage && scope !== 'all'
  const counts = useMemo(() => {
    if (!hasScopes) return {}
    if (!isPartial) return all.isSuccess ? countScopes(all.conversations, userId) : {}
    return isPartKnown ? { [scope]: part.conversations.length } : {}
  }, [hasScopes, isPartial, isPartKnown, userId, scope, all.isSuccess, all.conversations, part.conversations])
  return {
    ...list,
    isPending: list.isPending || isUndecided,
    conversations: found,
    latest: inScope[0],
    query,
    onQueryChange: setQuery,
    foundCount: sought === '' ? undefined : found.length,
    scope: hasScopes ? scope : 'all',
    onScopeChange: hasScopes ? setScope : undefined,
    counts,
  }
}
