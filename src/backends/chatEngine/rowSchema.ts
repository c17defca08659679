import * as v from 'valibot'
import { boundedArray } from '../bounded.ts'
import { Id, orNull, Short, Text, Url } from '../fields.ts'
import { ConversationStatus, Priority, SenderType, WireStatus } from '../wireWords.ts'

/*
 * What ChatEngine's HTTP API answers, as schemas: snake_case. Fields this library does not read are let through unread, so
 * that a newer server does not break an older page.
 */

export const WireSender = v.object({ type: SenderType, id: orNull(Short), name: orNull(Short) })
export const WireError = v.object({ code: v.union([Short, v.number()]), message: v.optional(Text, '') })
export const Labels = boundedArray(Short, 1000)

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
