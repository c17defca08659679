import * as v from 'valibot'
import type { ConversationPatch } from '../../domain/conversation.ts'
import type { Attachment, Message } from '../../domain/message.ts'
import type { Participant } from '../../domain/participant.ts'
import { toIsoTimestamp } from '../../lib/isoTimestamp.ts'
import { toDeliveryStatus, toMessageError, toMessageType } from '../wireWords.ts'
import { ConversationRowSchema, MessageRowSchema } from './rowSchema.ts'

/** A row of `GET /messages`, or `null` when it is none. */
export function readMessageRow(row: unknown): Message | null {
  const parsed = v.safeParse(MessageRowSchema, row)
  const createdAt = parsed.success ? toIsoTimestamp(parsed.output.created_at) : null
  if (!parsed.success || createdAt === null) return null
  const wire = parsed.output
  return {
    id: wire.id,
    clientId: wire.client_message_id,
    conversationId: wire.conversation_id,
    workspaceId: wire.workspace_id,
    direction: wire.from_me ? 'outbound' : 'inbound',
    sender: wire.sender ?? toSender(wire.from_me, wire.sent_by_user_id),
    type: wire.is_private ? 'note' : toMessageType(wire.type),
    text: wire.body === '' ? null : wire.body,
    attachments: toAttachments(wire),
    location: null,
    replyToId: wire.reply_to_id,
    reactions: [],
    status: toDeliveryStatus(wire.status),
    error: toMessageError(wire.error),
    externalId: wire.external_id,
    metadata: {},
    createdAt,
    updatedAt: toIsoTimestamp(wire.updated_at),
    editedAt: toIsoTimestamp(wire.edited_at),
    deletedAt: toIsoTimestamp(wire.deleted_at),
  }
}

/** A row of `GET /conversations`, or `null` when it is none. Fields a server does not have stay unmentioned. */
export function readConversationRow(row: unknown): ConversationPatch | null {
  const parsed = v.safeParse(ConversationRowSchema, row)
  if (!parsed.success) return null
  const wire = parsed.output
  const contact = wire.contact ?? { id: wire.contact_id, name: null, phone: null, avatar_url: null }
  return {
    id: wire.id,
    workspaceId: wire.workspace_id,
    channel: wire.channel,
    channelAccountId: wire.whatsapp_number_id,
    contact: {
      id: contact.id ?? wire.contact_id,
      name: contact.name,
      phone: contact.phone ?? toPhone(wire.remote_jid),
      avatarUrl: contact.avatar_url,
    },
    unreadCount: wire.unread_count ?? 0,
    lastMessageAt: toIsoTimestamp(wire.last_message_at),
    createdAt: toIsoTimestamp(wire.created_at),
    updatedAt: toIsoTimestamp(wire.updated_at),
    ...(wire.stage_id !== undefined && { stageId: wire.stage_id }),
    ...(wire.pipeline_id !== undefined && { pipelineId: wire.pipeline_id }),
    ...(wire.last_message_preview !== undefined && { lastMessagePreview: wire.last_message_preview }),
    ...(wire.last_inbound_at !== undefined && { lastInboundAt: toIsoTimestamp(wire.last_inbound_at) }),
    ...(wire.status !== undefined && { status: wire.status }),
    ...(wire.assignee_id !== undefined && { assigneeId: wire.assignee_id }),
    ...(wire.labels !== undefined && { labels: wire.labels }),
    ...(wire.priority !== undefined && { priority: wire.priority }),
  }
}

function toSender(fromMe: boolean, userId: string | null): Participant {
  return fromMe ? { type: 'user', id: userId, name: null } : { type: 'contact', id: null, name: null }
}

function toAttachments(wire: v.InferOutput<typeof MessageRowSchema>): readonly Attachment[] {
  if (wire.media_url === null && wire.attachment === null) return []
  return [
    {
      id: wire.attachment?.id ?? null,
      url: wire.media_url,
      thumbnailUrl: null,
      mimeType: wire.attachment?.mime_type ?? null,
      filename: wire.attachment?.file_name ?? null,
      sizeBytes: wire.attachment?.file_size ?? null,
    },
  ]
}

/** `5511988887777@s.whatsapp.net` → `5511988887777`; a group has no phone. */
export function toPhone(jid: string | null): string | null {
  return jid?.match(/^\+?(\d{7,15})(@s\.whatsapp\.net|@c\.us)?$/)?.[1] ?? null
}
