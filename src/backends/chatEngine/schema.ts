import * as v from 'valibot'
import { boundedArray, boundedRecord } from '../bounded.ts'
import { Id, orNull, Short, Text, Url } from '../fields.ts'
import { ConversationStatus, Priority, WireStatus } from '../wireWords.ts'
import { Labels, WireError, WireSender } from './rowSchema.ts'

/*
 * What ChatEngine's socket says, as schemas: camelCase, and loaded with the socket. Fields this library does not read are
 * let through unread, so that a newer server does not break an older page.
 */

export const MOST_METADATA = 1000
const Metadata = boundedRecord(MOST_METADATA)

export const WebSocketMessageSchema = v.object({
  id: Id,
  workspaceId: orNull(Id),
  conversationId: Id,
  senderId: Short,
  type: Short,
  content: v.optional(Text, ''),
  replyToMessageId: orNull(Id),
  attachments: v.nullish(
    boundedArray(
      v.object({
        id: orNull(Short),
        url: Url,
        thumbnailUrl: orNull(Url),
        metadata: v.nullish(
          v.object({ filename: orNull(Short), size: orNull(v.number()), mimeType: orNull(Short) }),
          {},
        ),
      }),
      100,
    ),
    [],
  ),
  status: WireStatus,
  metadata: v.nullish(Metadata, {}),
  createdAt: Short,
  updatedAt: orNull(Short),
  deletedAt: orNull(Short),
  editedAt: orNull(Short),
  sender: orNull(WireSender),
  isPrivate: v.optional(v.boolean(), false),
  error: orNull(WireError),
})

export const WebSocketMessageStatusSchema = v.object({
  messageId: Id,
  status: WireStatus,
  conversationId: orNull(Id),
  error: orNull(WireError),
})

const WireContact = v.object({
  id: orNull(Short),
  name: orNull(Short),
  phone: orNull(Short),
  avatarUrl: orNull(Url),
})

export const WebSocketConversationSchema = v.object({
  id: Id,
  workspaceId: orNull(Id),
  contactId: orNull(Short),
  whatsappNumberId: orNull(Short),
  channel: v.optional(Short, 'whatsapp'),
  participants: v.nullish(boundedArray(v.object({ id: Short, name: orNull(Short), avatar: orNull(Url) }), 1000), []),
  lastMessage: orNull(v.object({ id: Id, content: v.optional(Text, ''), senderId: orNull(Short), createdAt: Short })),
  createdAt: orNull(Short),
  updatedAt: Short,
  // The `crm` extension; absent on base servers, and absence is not `null`.
  contact: v.optional(WireContact),
  status: v.optional(v.nullable(ConversationStatus)),
  stageId: v.optional(v.nullable(Short)),
  pipelineId: v.optional(v.nullable(Short)),
  assigneeId: v.optional(v.nullable(Short)),
  labels: v.optional(Labels),
  priority: v.optional(v.nullable(Priority)),
  unreadCount: v.optional(v.pipe(v.number(), v.minValue(0))),
  lastInboundAt: v.optional(v.nullable(Short)),
})

export const WebSocketTypingSchema = v.object({ conversationId: Id, userId: Id, isTyping: v.boolean() })

export const WebSocketPresenceSchema = v.object({
  userId: Id,
  userName: orNull(Short),
  status: v.picklist(['online', 'away', 'offline']),
  viewing: orNull(Id),
  lastSeenAt: orNull(Short),
})

export const ReadySchema = v.object({
  protocol: v.optional(v.number(), 1),
  userId: orNull(Short),
  userName: orNull(Short),
  serverTime: Short,
  tokenExpiresAt: orNull(Short),
  capabilities: v.nullish(boundedArray(Short, 1000), []),
})

export const TokenExpiringSchema = v.object({ expiresAt: orNull(Short) })
export const ErrorSchema = v.object({ code: v.optional(Short, 'INTERNAL'), message: v.optional(Short, '') })

/** Whatever a server says went wrong where nothing has (`error: null`, for one), its yes counts. */
export const AcknowledgementSchema = v.object({
  ok: v.boolean(),
  error: v.fallback(v.nullish(v.object({ code: Short })), null),
})

/** A message on ChatEngine's socket. */
export type WebSocketMessage = v.InferInput<typeof WebSocketMessageSchema>
/** A receipt on ChatEngine's socket. */
export type WebSocketMessageStatus = v.InferInput<typeof WebSocketMessageStatusSchema>
/** A conversation on ChatEngine's socket. */
export type WebSocketConversation = v.InferInput<typeof WebSocketConversationSchema>
/** Somebody writing, on ChatEngine's socket. */
export type WebSocketTyping = v.InferInput<typeof WebSocketTypingSchema>
/** Where an agent is, on ChatEngine's socket; the `presence` extension. */
export type WebSocketPresence = v.InferInput<typeof WebSocketPresenceSchema>

/** The server's events and what they carry. */
export interface ChatEngineEvents {
  message: WebSocketMessage
  messageStatus: WebSocketMessageStatus
  conversation: WebSocketConversation
  typing: WebSocketTyping
  presence: WebSocketPresence
}
