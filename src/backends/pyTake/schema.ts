import * as v from 'valibot'
import { boundedArray } from '../bounded.ts'
import { Id, orNull, Short, Text, Url } from '../fields.ts'

/*
 * PyTake's wire, as schemas: snake_case, and the same message on the socket and over HTTP. Fields this library does not
 * read are let through unread.
 */

const WireStatus = v.picklist(['pending', 'sent', 'delivered', 'read', 'failed', 'received'])
export type WireStatus = v.InferOutput<typeof WireStatus>

const ContentSchema = v.object({
  text: orNull(Text),
  media_url: orNull(Url),
  filename: orNull(Short),
  caption: orNull(Text),
  mime_type: orNull(Short),
})

export const MessageSchema = v.object({
  id: Id,
  conversation_id: Id,
  direction: v.picklist(['inbound', 'outbound']),
  sender_type: Short,
  message_type: Short,
  content: orNull(ContentSchema),
  status: WireStatus,
  whatsapp_message_id: orNull(Short),
  created_at: orNull(Short),
  sent_at: orNull(Short),
  error_code: orNull(v.union([Short, v.number()])),
  error_message: orNull(Text),
})
export type WireMessage = v.InferOutput<typeof MessageSchema>

export const MessageStatusSchema = v.object({
  message_id: Id,
  status: WireStatus,
  timestamp: orNull(Short),
  error_code: orNull(v.union([Short, v.number()])),
  error_message: orNull(Text),
})

export const TypingSchema = v.object({
  conversation_id: Id,
  user_id: Id,
  user_name: orNull(Short),
  typing: v.boolean(),
})

export const ConnectedSchema = v.object({ user_id: orNull(Short) })
export const ErrorSchema = v.object({ message: v.optional(Text, '') })
/** `joined_conversation` and `left_conversation`. */
export const RoomSchema = v.object({ conversation_id: Id })
/** Its time may be missing, or the word `now`. */
export const PongSchema = v.nullish(v.object({}))

const ConversationStatus = v.picklist(['open', 'pending', 'snoozed', 'resolved', 'closed'])
const Priority = v.picklist(['low', 'medium', 'high', 'urgent'])

export const ConversationSchema = v.object({
  id: Id,
  organization_id: orNull(Short),
  whatsapp_number_id: orNull(Short),
  channel: v.optional(v.nullable(Short), 'whatsapp'),
  contact_id: orNull(Short),
  contact_name: orNull(Short),
  contact_whatsapp_id: orNull(Short),
  contact_avatar_url: orNull(Url),
  contact: orNull(
    v.object({
      id: orNull(Short),
      name: orNull(Short),
      phone: orNull(Short),
      whatsapp_id: orNull(Short),
      avatar_url: orNull(Url),
    }),
  ),
  /** Words of a newer server are let through as unknown. */
  status: v.optional(v.fallback(v.nullable(ConversationStatus), null)),
  priority: v.optional(v.fallback(v.nullable(Priority), null)),
  assigned_agent_id: v.optional(v.nullable(Short)),
  tags: v.optional(v.nullable(boundedArray(Short, 1000))),
  unread_count: v.nullish(v.pipe(v.number(), v.minValue(0)), 0),
  last_message_at: v.optional(v.nullable(Short)),
  last_message_preview: v.optional(v.nullable(Text)),
  last_inbound_at: v.optional(v.nullable(Short)),
  created_at: orNull(Short),
  updated_at: orNull(Short),
})

/** A list of rows: bare, or under a name. */
export const ListSchema = v.union([
  v.array(v.unknown()),
  v.pipe(
    v.object({ data: v.array(v.unknown()) }),
    v.transform(({ data }) => data),
  ),
  v.pipe(
    v.object({ items: v.array(v.unknown()) }),
    v.transform(({ items }) => items),
  ),
])
