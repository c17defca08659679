import type { Conversation, ConversationPriority, ConversationStatus } from './conversation.ts'
import type { UserId } from './ids.ts'

/**
 * Which conversations a list shows. An absent field does not filter; `null` asks for the absence (`assigneeId: null` is
 * "nobody's", `stageId: null` "in no stage").
 */
export interface ConversationFilter {
  readonly channelAccountId?: string
  readonly stageId?: string | null
  readonly unreadOnly?: boolean
  readonly status?: ConversationStatus
  readonly assigneeId?: UserId | null
  readonly priority?: ConversationPriority
}

/**
 * The same rule the backend applied to its answer, for what arrives live. A field the backend never fills (`null`, e.g.
 * `status` on a server without the `crm` extension) cannot exclude.
 */
export function matchesFilter(conversation: Conversation, filter: ConversationFilter): boolean {
  return (
    isWanted(filter.channelAccountId, conversation.channelAccountId) &&
    (filter.stageId === undefined || conversation.stageId === filter.stageId) &&
    (filter.unreadOnly !== true || conversation.unreadCount > 0) &&
    isWanted(filter.status, conversation.status) &&
    (filter.assigneeId === undefined || conversation.assigneeId === filter.assigneeId) &&
    isWanted(filter.priority, conversation.priority)
  )
}

function isWanted<T>(wanted: T | undefined, actual: T | null): boolean {
  return wanted === undefined || actual === null || wanted === actual
}
