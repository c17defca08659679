import type { Message } from './message.ts'

/** What every wire can say of a message. */
export type MessageEssentials = Pick<Message, 'id' | 'conversationId' | 'direction' | 'status' | 'createdAt'>

/**
 * Makes a message of what a wire says of it: what it does not mention is `null` or empty, the type is `text`, and the sender
 * is the contact or an agent, by the direction.
 */
export function completeMessage(fields: MessageEssentials & Partial<Message>): Message {
  return {
    clientId: null,
    workspaceId: null,
    sender: { type: fields.direction === 'inbound' ? 'contact' : 'user', id: null, name: null },
    type: 'text',
    text: null,
    attachments: [],
    location: null,
    replyToId: null,
    reactions: [],
    error: null,
    externalId: null,
    metadata: {},
    updatedAt: null,
    editedAt: null,
    deletedAt: null,
    ...fields,
  }
}
