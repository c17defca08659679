import { useDeferredValue, useMemo, useState } from 'react'
import type { Conversation } from '../domain/conversation.ts'
import { matchesFilter, type ConversationFilter } from '../domain/conversationFilter.ts'
import { useConversations, type UseConversationsResult } from '../react/useConversations.ts'
import type { ConversationListToolsProps } from './ConversationListTools.tsx'
import { countScopes, toScopeFilter, type ConversationScope } from './conversationScope.ts'
import { matchesQuery } from './matchesQuery.ts'

export interface InboxList extends UseConversationsResult {
  /** As the scope and the query leave it. */
  readonly conversations: readonly Conversation[]
  /** As the scope alone leaves it. */
  readonly latest: Conversation | undefined
  readonly tools: ConversationListToolsProps & { readonly scope: ConversationScope }
}

const EVERYTHING: ConversationFilter = {}

/**
 * The inbox's list with its search and its tabs. What is wholly loaded is divided here, and every tab has its number; a
 * longer list is asked for tab by tab, and what is known of it is shown meanwhile.
 */
export function useInboxList(filter: ConversationFilter = EVERYTHING, userId: string | null = null): InboxList {
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
    tools: {
      ...{ query, onQueryChange: setQuery, scope: hasScopes ? scope : 'all', counts },
      foundCount: sought === '' ? undefined : found.length,
      onScopeChange: hasScopes ? setScope : undefined,
    },
  }
}
