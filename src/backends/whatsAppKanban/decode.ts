import type { DomainEvent } from '../../domain/events.ts'
import { createDecoder, defineEvents, type Meaning } from '../eventTable.ts'
import { toTypist } from '../toTypist.ts'
import { toContact, toConversationPatch, toConversationReport, toDeliveryStatus, toError, toMessage } from './rows.ts'
import {
  ConversationNewSchema,
  ConversationUpdatedSchema,
  ErrorSchema,
  MessageNewSchema,
  MessageStatusSchema,
  RoomSchema,
  TypingSchema,
  type WireMessage,
} from './schema.ts'

const status = defineEvents({
  status: {
    schema: MessageStatusSchema,
    toEvents: ({ messageId, conversationId, status, errorInfo }) => ({
      type: 'message.statusChanged',
      reference: messageId,
      conversationId,
      status: toDeliveryStatus(status),
      error: status === 'FAILED' ? toError(errorInfo) : null,
    }),
  },
}).status

const typing = defineEvents({
  typing: {
    schema: TypingSchema,
    toEvents: ({ conversationId, userId, userName, isTyping }) => ({
      type: 'typing.changed',
      conversationId,
      participant: toTypist(userId, userName),
      isTyping,
    }),
  },
}).typing

/** Kanban's events, and what they mean; two names for one thing where versions differ. */
export const events = defineEvents({
  'message:new': { schema: MessageNewSchema, toEvents: toMessageEvents },
  'message:status-update': status,
  'message:status': status,
  'conversation:new': {
    schema: ConversationNewSchema,
    toEvents: ({ conversation }) => ({ type: 'conversation.changed', patch: toConversationReport(conversation) }),
  },
  'conversation:updated': {
    schema: ConversationUpdatedSchema,
    toEvents: ({ conversationId, updates, ...rest }) => ({
      type: 'conversation.changed',
      patch: toConversationPatch({ ...updates, ...rest, id: conversationId }),
    }),
  },
  typing,
  'conversation:typing': typing,
  error: { schema: ErrorSchema, toEvents: (message) => ({ type: 'session.failed', code: 'error', message }) },
  // What became of a join is the transport's business.
  'conversation:joined': { schema: RoomSchema, toEvents: () => [] },
})

/** Decodes one frame of Kanban's socket. Never throws; what it cannot read becomes `frame.rejected`. */
export const decode = createDecoder(events)

function toMessageEvents({
  conversationId,
  message: wire,
}: {
  readonly conversationId: string
  readonly message: WireMessage
}): Meaning {
  const message = toMessage(wire, conversationId)
  if (message === null) return 'message.timestamp: not a time'
  const received: DomainEvent = { type: 'message.received', message }
  // It says whose conversation it is, with the phone: where nobody can be asked, that is how the list knows.
  if (wire.contact === null) return received
  return [received, { type: 'conversation.changed', patch: { id: conversationId, contact: toContact(wire.contact) } }]
}
