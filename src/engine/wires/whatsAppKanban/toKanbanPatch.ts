import type { KanbanConversation, KanbanPatch, KanbanUpdates } from './payloads.ts'

const UPDATED = [
  'contact',
  'status',
  'stage',
  'pipeline',
  'assignedTo',
  'labels',
  'priority',
  'unreadCount',
  'lastInboundAt',
] as const satisfies readonly (keyof KanbanUpdates)[]

/**
 * What is to be told of a conversation to those who know an earlier state of it; all of it where there is none. `null` when
 * nothing has changed that the wire has a word for.
 */
export function toKanbanPatch(next: KanbanConversation, known: KanbanConversation | null): KanbanPatch | null {
  const hasChanged = (field: keyof KanbanConversation) =>
    known === null || JSON.stringify(known[field]) !== JSON.stringify(next[field])
  const changed = UPDATED.filter(hasChanged)
  const patch = {
    ...(hasChanged('lastMessage') && { lastMessage: next.lastMessage }),
    ...(hasChanged('lastMessageAt') && { lastMessageAt: next.lastMessageAt }),
    ...(changed.length > 0 && { updates: Object.fromEntries(changed.map((field) => [field, next[field]])) }),
  }
  return Object.keys(patch).length === 0 ? null : { conversationId: next.id, ...patch }
}
