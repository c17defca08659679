import type { Conversation } from '../domain/conversation.ts'
import type { Message } from '../domain/message.ts'

/** What a list shows of a message, in characters. */
const PREVIEW_LENGTH = 120

/**
 * A conversation after one more message, as the reference engine has it: activity, preview, what is unread; a customer who
 * writes reopens it. Notes and what the system says move nothing.
 */
export function withActivity(conversation: Conversation, message: Message): Conversation {
  const { type, direction, createdAt } = message
  if (type === 'note' || type === 'system') return conversation
  const { lastMessageAt, lastInboundAt, unreadCount, status } = conversation
  const isNewest = createdAt >= (lastMessageAt ?? '')
  const activity = isNewest && { lastMessageAt: createdAt, lastMessagePreview: toPreview(message) }
  if (direction === 'outbound') return { ...conversation, ...activity }
  return {
    ...conversation,
    ...activity,
    lastInboundAt: createdAt >= (lastInboundAt ?? '') ? createdAt : lastInboundAt,
    unreadCount: unreadCount + 1,
    status: status === 'resolved' ? 'open' : status,
  }
}

function toPreview({ text, type }: Message): string {
  return (text ?? '').replace(/\s+/g, ' ').trim().slice(0, PREVIEW_LENGTH) || `[${type}]`
}
