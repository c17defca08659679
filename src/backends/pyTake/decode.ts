import type { DomainEvent } from '../../domain/events.ts'
import { createDecoder, defineEvents } from '../eventTable.ts'
import { toTypist } from '../toTypist.ts'
import { toDeliveryStatus, toError, toMessage, toTime } from './rows.ts'
import {
  ConnectedSchema,
  ErrorSchema,
  MessageSchema,
  MessageStatusSchema,
  PongSchema,
  RoomSchema,
  TypingSchema,
  type WireMessage,
} from './schema.ts'
import { toUuid } from './toUuid.ts'

/** PyTake's events, and what they mean. */
export const events = defineEvents({
  connected: {
    schema: ConnectedSchema,
    toEvents: ({ user_id }) => ({
      type: 'session.started',
      userId: user_id,
      userName: null,
      serverTime: null,
      tokenExpiresAt: null,
      capabilities: ['ping'],
    }),
  },
  'message:new': { schema: MessageSchema, toEvents: toMessageEvents },
  'message:status': {
    schema: MessageStatusSchema,
    toEvents: ({ message_id, status, ...error }) => ({
      type: 'message.statusChanged',
      reference: toUuid(message_id),
      conversationId: null,
      status: toDeliveryStatus(status),
      error: status === 'failed' ? toError(error) : null,
    }),
  },
  user_typing: {
    schema: TypingSchema,
    toEvents: ({ conversation_id, user_id, user_name, typing }) => ({
      type: 'typing.changed',
      conversationId: toUuid(conversation_id),
      participant: toTypist(user_id, user_name),
      isTyping: typing,
    }),
  },
  error: { schema: ErrorSchema, toEvents: ({ message }) => ({ type: 'session.failed', code: 'error', message }) },
  joined_conversation: {
    schema: RoomSchema,
    // Its messages are told from now on: how the conversation stands must be asked for after this, not before.
    toEvents: ({ conversation_id }) => ({ type: 'conversation.changed', patch: { id: toUuid(conversation_id) } }),
  },
  // What became of other commands is the transport's business.
  left_conversation: { schema: RoomSchema, toEvents: () => [] },
  pong: { schema: PongSchema, toEvents: () => [] },
})

/** Decodes one frame of PyTake's socket. Never throws; what it cannot read becomes `frame.rejected`. */
export const decode = createDecoder(events)

/**
 * A message without a time has no place in the order, and to make one up would put it at different places on different
 * screens. It is fetched instead: over HTTP it stands between its neighbours.
 */
function toMessageEvents(wire: WireMessage): readonly DomainEvent[] {
  const conversationId = toUuid(wire.conversation_id)
  const createdAt = toTime(wire)
  if (createdAt !== null) return [{ type: 'message.received', message: toMessage(wire, createdAt) }]
  return [
    { type: 'frame.rejected', name: 'message:new', reason: 'created_at: not a time', isKnown: true, conversationId },
    { type: 'conversation.changed', patch: { id: conversationId } },
  ]
}
