import * as v from 'valibot'
import { boundedArray, boundedRecord } from '../bounded.ts'
import { Id, orNull, Short, Text, Url } from '../fields.ts'

/*
 * WhatsApp Kanban's wire, as schemas: camelCase, enums in capitals, payloads wrapped. Versions in the field differ in names:
 * all of them are read. Fields this library does not read are let through unread.
 */

const Capitals = v.pipe(Short, v.toUpperCase())

const WireStatus = v.pipe(Short, v.toUpperCase(), v.picklist(['PENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED']))
export type WireStatus = v.InferOutput<typeof WireStatus>

const ErrorInfo = v.object({ code: orNull(v.union([Short, v.number()])), message: orNull(Text) })
export type WireError = v.InferOutput<typeof ErrorInfo>

const ContactSchema = v.object({
  id: orNull(Short),
  phoneNumber: orNull(Short),
  name: orNull(Short),
  avatarUrl: orNull(Url),
})
export type WireContact = v.InferOutput<typeof ContactSchema>

export const MessageSchema = v.object({
  id: Id,
  whatsappMessageId: orNull(Short),
  externalMessageId: orNull(Short),
  direction: v.pipe(Capitals, v.picklist(['INBOUND', 'OUTBOUND'])),
  type: Capitals,
  content: orNull(Text),
  metadata: v.nullish(boundedRecord(1000), {}),
  status: WireStatus,
  timestamp: Short,
  contact: orNull(ContactSchema),
  errorInfo: orNull(ErrorInfo),
})
export type WireMessage = v.InferOutput<typeof MessageSchema>

export const MessageNewSchema = v.object({ conversationId: Id, message: MessageSchema })

/** `message:status-update`, and `message:status` of other versions. */
export const MessageStatusSchema = v.object({
  conversationId: orNull(Id),
  messageId: Id,
  status: WireStatus,
  errorInfo: orNull(ErrorInfo),
})

/** `typing`, and `conversation:typing` of other versions. */
export const TypingSchema = v.object({
  conversationId: Id,
  userId: Id,
  userName: orNull(Short),
  isTyping: v.boolean(),
})

const ConversationStatus = v.fallback(v.nullable(Capitals), null)
const LastMessage = v.object({ content: orNull(Text) })

/** What may change in a conversation; a field that is absent has not. */
const Updates = v.object({
  status: v.optional(ConversationStatus),
  stage: v.optional(v.nullable(Short)),
  pipeline: v.optional(v.nullable(Short)),
  assignedTo: v.optional(v.nullable(Short)),
  labels: v.optional(v.nullable(boundedArray(Short, 1000))),
  priority: v.optional(v.fallback(v.nullable(Capitals), null)),
  unreadCount: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0)))),
  contact: v.optional(v.nullable(ContactSchema)),
  lastInboundAt: v.optional(v.nullable(Short)),
})

export const ConversationSchema = v.object({
  id: Id,
  tenantId: orNull(Short),
  whatsappNumberId: orNull(Short),
  lastMessage: v.optional(v.nullable(LastMessage)),
  lastMessageAt: v.optional(v.nullable(Short)),
  createdAt: v.optional(v.nullable(Short)),
  updatedAt: v.optional(v.nullable(Short)),
  ...Updates.entries,
})
export type WireConversation = v.InferOutput<typeof ConversationSchema>

export const ConversationNewSchema = v.object({ conversation: ConversationSchema })

export const ConversationUpdatedSchema = v.object({
  conversationId: Id,
  lastMessage: v.optional(v.nullable(LastMessage)),
  lastMessageAt: v.optional(v.nullable(Short)),
  updates: orNull(Updates),
})

/** `conversation:joined`, as an object or the bare id. */
export const RoomSchema = v.union([
  Id,
  v.pipe(
    v.object({ conversationId: Id }),
    v.transform(({ conversationId }) => conversationId),
  ),
])

/** A text, bare or under a name. */
export const ErrorSchema = v.union([
  Text,
  v.pipe(
    v.object({ message: v.optional(Text, '') }),
    v.transform(({ message }) => message),
  ),
])

/** Every list: rows one by one, so that a single bad row does not take the page with it. */
export const ListSchema = v.object({
  data: v.array(v.unknown()),
  hasMore: v.optional(v.nullable(v.boolean())),
  nextCursor: orNull(Short),
})
