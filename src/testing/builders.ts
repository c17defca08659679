import { toConversation, type Conversation } from '../domain/conversation.ts'
import type { Message } from '../domain/message.ts'

let count = 0

/** A message as a customer would write it; every field can be overridden. Each one is a second younger than the last. */
export function buildMessage(overrides: Partial<Message> = {}): Message {
  count += 1
  const createdAt = overrides.createdAt ?? new Date(Date.UTC(2026, 0, 5, 12, 0, count)).toISOString()
  const direction = overrides.direction ?? 'inbound'
  return {
    id: `message-${String(count).padStart(6, '0')}`,
    clientId: null,
    conversationId: 'conversation-1',
    workspaceId: 'workspace-1',
    direction,
    sender:
      direction === 'inbound'
        ? { type: 'contact', id: '5511988887777', name: 'Maria Souza' }
        : { type: 'user', id: 'user-1', name: 'Carlos' },
    type: 'text',
    text: `Message ${count}`,
    attachments: [],
    location: null,
    replyToId: null,
    reactions: [],
    status: direction === 'inbound' ? 'delivered' : 'sent',
    error: null,
    externalId: null,
    metadata: {},
    createdAt,
    updatedAt: createdAt,
    editedAt: null,
    deletedAt: null,
    ...overrides,
  }
}

/** A conversation; every field can be overridden. */
export function buildConversation(overrides: Partial<Conversation> = {}): Conversation {
  count += 1
  const at = new Date(Date.UTC(2026, 0, 5, 12, 0, count)).toISOString()
  return {
    ...toConversation({ id: `conversation-${count}` }),
    workspaceId: 'workspace-1',
    channel: 'whatsapp',
    contact: { id: `contact-${count}`, name: 'Maria Souza', phone: '5511988887777', avatarUrl: null },
    status: 'open',
    lastMessageAt: at,
    lastMessagePreview: 'Bom dia!',
    createdAt: at,
    updatedAt: at,
    ...overrides,
  }
}
