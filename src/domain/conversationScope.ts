import type { Conversation } from './conversation.ts'
import { matchesFilter, type ConversationFilter } from './conversationFilter.ts'
import type { UserId } from './ids.ts'

/** Whose conversations a list shows: this user's, nobody's, or everybody's. */
export type ConversationScope = 'mine' | 'unassigned' | 'all'

export const SCOPES: readonly ConversationScope[] = ['mine', 'unassigned', 'all']

/** The part of a filter that a scope stands for. */
export function toScopeFilter(scope: ConversationScope, userId: UserId): ConversationFilter {
  if (scope === 'all') return {}
  return { assigneeId: scope === 'mine' ? userId : null }
}

/** How many of these conversations are in each scope. */
export function countScopes(
  conversations: readonly Conversation[],
  userId: UserId,
): Partial<Record<ConversationScope, number>> {
  const count = (scope: ConversationScope) => {
    const filter = toScopeFilter(scope, userId)
    return conversations.filter((conversation) => matchesFilter(conversation, filter)).length
  }
  return { mine: count('mine'), unassigned: count('unassigned') }
}
