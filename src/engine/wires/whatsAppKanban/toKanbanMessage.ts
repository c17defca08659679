import * as v from 'valibot'
import type { EngineHabits } from '../../quirks.ts'
import type { StoredMessage } from '../../store/storedMessage.ts'
import type { KanbanMessage, KanbanMetadata, KanbanStatus } from './payloads.ts'

export interface KanbanMessageOptions {
  readonly quirks: Pick<EngineHabits, 'wholeSeconds' | 'fieldVariants'>
  /** Where its file can be loaded from. */
  readonly mediaUrl: string | null
}

/** A message in Kanban's words. */
export function toKanbanMessage(message: StoredMessage, { quirks, mediaUrl }: KanbanMessageOptions): KanbanMessage {
  const { is_outgoing: isOutgoing, created_at: createdAt, external_id: externalId } = message
  const type = toKanbanType(message.type)
  return {
    id: message.id,
    ...(quirks.fieldVariants ? { externalMessageId: externalId } : { whatsappMessageId: externalId }),
    direction: isOutgoing ? 'OUTBOUND' : 'INBOUND',
    type,
    content: type === 'TEXT' ? (message.body ?? '') : '',
    metadata: toMetadata(message, type, mediaUrl),
    status: STATUS[message.status],
    timestamp: quirks.wholeSeconds && !isOutgoing ? createdAt.replace(/\.\d+Z$/, '.000Z') : createdAt,
    contact: { id: message.contact_id, phoneNumber: message.contact_phone, name: message.contact_name },
  }
}

/** A receipt in Kanban's words; `null` for `pending`, for which there is none. */
export function toKanbanStatus(message: StoredMessage, quirks: KanbanMessageOptions['quirks']): KanbanStatus | null {
  const status = STATUS[message.status]
  if (status === 'PENDING') return null
  const hasReason = quirks.fieldVariants && status === 'FAILED'
  return {
    conversationId: message.conversation_id,
    messageId: message.id,
    status,
    ...(hasReason && { errorInfo: { code: message.error_code ?? 'unknown', message: message.error_message ?? '' } }),
  }
}

/** What the wire has no word for is a text. */
export function toKanbanType(type: string): KanbanMessage['type'] {
  switch (type) {
    case 'image':
    case 'sticker':
      return 'IMAGE'
    case 'video':
      return 'VIDEO'
    case 'audio':
      return 'AUDIO'
    case 'document':
      return 'DOCUMENT'
    case 'location':
      return 'LOCATION'
    default:
      return 'TEXT'
  }
}

const STATUS = {
  pending: 'PENDING',
  sent: 'SENT',
  delivered: 'DELIVERED',
  read: 'READ',
  failed: 'FAILED',
} as const satisfies Record<StoredMessage['status'], KanbanMessage['status']>

/** As the webhook has written it; anybody else may have written anything. */
const PlaceSchema = v.object({
  location: v.object({
    latitude: v.number(),
    longitude: v.number(),
    name: v.optional(v.string()),
    address: v.optional(v.string()),
  }),
})

function toMetadata(message: StoredMessage, type: KanbanMessage['type'], url: string | null): KanbanMetadata {
  if (type === 'TEXT') return {}
  if (type === 'LOCATION') {
    const place = v.safeParse(PlaceSchema, message.metadata)
    return place.success ? place.output.location : { ...(message.body !== null && { caption: message.body }) }
  }
  return {
    ...(url !== null && { url }),
    ...(message.mime_type !== null && { mimeType: message.mime_type }),
    ...(message.body !== null && { caption: message.body }),
    ...(message.file_name !== null && { filename: message.file_name }),
    ...(message.file_size !== null && { size: message.file_size }),
  }
}
