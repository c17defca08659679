import * as v from 'valibot'
import { boundedArray, boundedRecord } from '../bounded.ts'

/*
 * ChatEngine's wire, as schemas. Socket payloads are camelCase, HTTP rows snake_case. Fields this library does not read
 * are let through unread, so that a newer server does not break an older page.
 */

/** Longest id, name, URL-free short text; far above anything seen, far below a nuisance. */
export const LONGEST_SHORT = 512
/** WhatsApp's longest text has 4,096 characters; other channels carry e-mails. */
export const LONGEST_TEXT = 200_000
export const MOST_METADATA = 1000

const Short = v.pipe(v.string(), v.maxLength(LONGEST_SHORT))
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_SHORT))
const Url = v.pipe(v.string(), v.maxLength(8192))
const Text = v.pipe(v.string(), v.maxLength(LONGEST_TEXT))
const Metadata = boundedRecord(MOST_METADATA)
const orNull = <Schema extends v.GenericSchema>(schema: Schema) => v.nullish(schema, null)

export const WireStatus = v.picklist(['sending', 'pending', 'sent', 'delivered', 'read', 'failed', 'received'])

export const WireSenderType = v.picklist(['contact', 'user', 'bot', 'system'])

const WireSender = v.object({
  type: WireSenderType,
  id: orNull(Short),
  name: orNull(Short),
})

const WireError = v.object({ code: v.union([Short, v.number()]), message: v.optional(Text, '') })

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

const ConversationStatus = v.picklist(['open', 'pending', 'snoozed', 'resolved'])
const Priority = v.picklist(['low', 'medium', 'high', 'urgent'])
const Labels = boundedArray(Short, 1000)

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

export const AcknowledgementSchema = v.variant('ok', [
  v.object({ ok: v.literal(true) }),
  v.object({
    ok: v.literal(false),
    error: v.object({ code: Short, message: v.optional(Short, ''), retryable: v.optional(v.boolean(), false) }),
  }),
])

export const MessageRowSchema = v.object({
  id: Id,
  conversation_id: Id,
  workspace_id: orNull(Id),
  external_id: orNull(Short),
  body: orNull(Text),
  type: Short,
  from_me: v.boolean(),
  status: WireStatus,
  media_url: orNull(Url),
  reply_to_id: orNull(Id),
  sent_by_user_id: orNull(Short),
  created_at: Short,
  // Extensions.
  client_message_id: orNull(Short),
  updated_at: orNull(Short),
  deleted_at: orNull(Short),
  edited_at: orNull(Short),
  sender: orNull(WireSender),
  is_private: v.optional(v.boolean(), false),
  error: orNull(WireError),
  attachment: orNull(
    v.object({
      id: Short,
      mime_type: orNull(Short),
      file_name: orNull(Short),
      file_size: orNull(v.number()),
    }),
  ),
})

export const ConversationRowSchema = v.object({
  id: Id,
  workspace_id: orNull(Id),
  contact_id: orNull(Short),
  whatsapp_number_id: orNull(Short),
  remote_jid: orNull(Short),
  pipeline_id: v.optional(v.nullable(Short)),
  stage_id: v.optional(v.nullable(Short)),
  last_message_at: orNull(Short),
  unread_count: v.nullish(v.pipe(v.number(), v.minValue(0)), 0),
  created_at: orNull(Short),
  updated_at: orNull(Short),
  // The `crm` extension.
  contact: v.optional(
    v.object({ id: orNull(Short), name: orNull(Short), phone: orNull(Short), avatar_url: orNull(Url) }),
  ),
  channel: v.optional(Short, 'whatsapp'),
  last_message_preview: v.optional(v.nullable(Text)),
  last_inbound_at: v.optional(v.nullable(Short)),
  status: v.optional(v.nullable(ConversationStatus)),
  assignee_id: v.optional(v.nullable(Short)),
  labels: v.optional(Labels),
  priority: v.optional(v.nullable(Priority)),
})

/** Every list: rows one by one, so that a single bad row does not take the page with it. */
export const ListSchema = v.object({
  data: v.array(v.unknown()),
  server_time: orNull(Short),
  next_cursor: orNull(Short),
  pagination: orNull(v.object({ has_more: v.optional(v.boolean()), total: v.optional(v.number()) })),
})

export const HttpErrorSchema = v.object({
  code: v.optional(Short, ''),
  message: v.optional(Short, ''),
  details: v.nullish(v.object({ field: orNull(Short) }), {}),
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
