import * as v from 'valibot'
import { completeMessage } from '../../domain/completeMessage.ts'
import type { ConversationPatch } from '../../domain/conversation.ts'
import type { DeliveryStatus } from '../../domain/deliveryStatus.ts'
import type { Message, MessageError, MessageType } from '../../domain/message.ts'
import type { ParticipantType } from '../../domain/participant.ts'
import { type IsoTimestamp, toIsoTimestamp } from '../../lib/isoTimestamp.ts'
import { ConversationSchema, MessageSchema, type WireMessage, type WireStatus } from './schema.ts'
import { toUuid } from './toUuid.ts'

/** When it was written, as far as the message itself says: `created_at` may be null. */
export function toTime({ created_at, sent_at }: WireMessage): IsoTimestamp | null {
  return toIsoTimestamp(created_at) ?? toIsoTimestamp(sent_at)
}

export function toMessage(wire: WireMessage, createdAt: IsoTimestamp): Message {
  const { content } = wire
  const text = content?.text ?? content?.caption ?? null
  return completeMessage({
    id: toUuid(wire.id),
    conversationId: toUuid(wire.conversation_id),
    direction: wire.direction,
    sender: { type: SENDERS.get(wire.sender_type) ?? guessSender(wire.direction), id: null, name: null },
    type: TYPES.get(wire.message_type) ?? 'unsupported',
    text: text === '' ? null : text,
    attachments: content?.media_url
      ? [
          {
            id: null,
            url: content.media_url,
            thumbnailUrl: null,
            mimeType: content.mime_type,
            filename: content.filename,
            sizeBytes: null,
          },
        ]
      : [],
    status: toDeliveryStatus(wire.status),
    error: wire.status === 'failed' ? toError(wire) : null,
    externalId: wire.whatsapp_message_id,
    createdAt,
  })
}

/**
 * The messages of a page, oldest first as they come, or `null` for rows that are none. A row without any time stands where
 * the server put it: right behind the one before it.
 */
export function readMessageRows(rows: readonly unknown[]): readonly (Message | null)[] {
  const parsed = rows.map((row) => v.safeParse(MessageSchema, row))
  const times = parsed.map((each) => (each.success ? toTime(each.output) : null))
  const position = times.findIndex((time) => time !== null)
  // Those before the first time are as far before it.
  let previous = toNext(times[position] ?? null, -1 - position)
  return parsed.map((each) => {
    if (!each.success) return null
    const time = toTime(each.output) ?? toNext(previous, 1)
    if (time === null) return null
    previous = time
    return toMessage(each.output, time)
  })
}

function toNext(time: IsoTimestamp | null, byMs: number): IsoTimestamp | null {
  return time === null ? null : new Date(Date.parse(time) + byMs).toISOString()
}

/** A row of `GET /conversations`, or `null` when it is none. */
export function readConversationRow(row: unknown): ConversationPatch | null {
  const parsed = v.safeParse(ConversationSchema, row)
  if (!parsed.success) return null
  const wire = parsed.output
  const { contact } = wire
  const phone = contact?.phone ?? contact?.whatsapp_id ?? wire.contact_whatsapp_id
  return {
    id: toUuid(wire.id),
    workspaceId: wire.organization_id,
    channel: wire.channel,
    channelAccountId: wire.whatsapp_number_id,
    contact: {
      id: contact?.id ?? wire.contact_id,
      name: contact?.name ?? wire.contact_name,
      phone: phone?.replace(/\D/g, '') ?? null,
      avatarUrl: contact?.avatar_url ?? wire.contact_avatar_url,
    },
    unreadCount: wire.unread_count ?? 0,
    createdAt: toIsoTimestamp(wire.created_at),
    updatedAt: toIsoTimestamp(wire.updated_at),
    ...(wire.status !== undefined && { status: wire.status === 'closed' ? 'resolved' : wire.status }),
    ...(wire.priority !== undefined && { priority: wire.priority }),
    ...(wire.assigned_agent_id !== undefined && { assigneeId: wire.assigned_agent_id }),
    ...(wire.tags !== undefined && { labels: wire.tags ?? [] }),
    ...(wire.last_message_at !== undefined && { lastMessageAt: toIsoTimestamp(wire.last_message_at) }),
    ...(wire.last_message_preview !== undefined && { lastMessagePreview: wire.last_message_preview }),
    ...(wire.last_inbound_at !== undefined && { lastInboundAt: toIsoTimestamp(wire.last_inbound_at) }),
  }
}

/** `received`: the customer's message has arrived here, which is all that can be said of it. */
export function toDeliveryStatus(status: WireStatus): DeliveryStatus {
  return status === 'received' ? 'delivered' : status
}

export function toError(wire: Pick<WireMessage, 'error_code' | 'error_message'>): MessageError | null {
  if (wire.error_code === null && wire.error_message === null) return null
  return { code: String(wire.error_code ?? 'failed'), message: wire.error_message ?? '', origin: 'provider' }
}

const TYPES: ReadonlyMap<string, MessageType> = new Map(
  (['text', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'template', 'system'] as const).map(
    (type) => [type, type] as const,
  ),
)

const SENDERS: ReadonlyMap<string, ParticipantType> = new Map([
  ['contact', 'contact'],
  ['agent', 'user'],
  ['bot', 'bot'],
  ['system', 'system'],
])

function guessSender(direction: Message['direction']): ParticipantType {
  return direction === 'inbound' ? 'contact' : 'user'
}
