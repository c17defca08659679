import * as v from 'valibot'
import { completeMessage } from '../../domain/completeMessage.ts'
import type { Contact, ConversationPatch, ConversationPriority, ConversationStatus } from '../../domain/conversation.ts'
import type { DeliveryStatus } from '../../domain/deliveryStatus.ts'
import type { Attachment, Message, MessageError, MessageLocation, MessageType } from '../../domain/message.ts'
import { toIsoTimestamp } from '../../lib/isoTimestamp.ts'
import {
  ConversationSchema,
  MessageSchema,
  type WireContact,
  type WireConversation,
  type WireError,
  type WireMessage,
  type WireStatus,
} from './schema.ts'

/** `null` when its time is no time. */
export function toMessage(wire: WireMessage, conversationId: string): Message | null {
  const createdAt = toIsoTimestamp(wire.timestamp)
  if (createdAt === null) return null
  const metadata = wire.metadata ?? {}
  const isInbound = wire.direction === 'INBOUND'
  const caption = readText(metadata, 'caption')
  return completeMessage({
    id: wire.id,
    conversationId,
    direction: isInbound ? 'inbound' : 'outbound',
    // The contact is the customer's, whoever wrote: on an outbound message it says to whom.
    sender: isInbound
      ? { type: 'contact', id: wire.contact?.id ?? null, name: wire.contact?.name ?? null }
      : { type: 'user', id: null, name: null },
    type: TYPES.get(wire.type) ?? 'unsupported',
    text: wire.content ? wire.content : caption,
    attachments: toAttachments(metadata),
    location: wire.type === 'LOCATION' ? toLocation(metadata) : null,
    status: toDeliveryStatus(wire.status),
    error: wire.status === 'FAILED' ? toError(wire.errorInfo) : null,
    externalId: wire.whatsappMessageId ?? wire.externalMessageId,
    metadata,
    createdAt,
  })
}

/** A row of `GET …/messages`, or `null` when it is none. */
export function readMessageRow(row: unknown, conversationId: string): Message | null {
  const parsed = v.safeParse(MessageSchema, row)
  return parsed.success ? toMessage(parsed.output, conversationId) : null
}

/** A conversation as far as it is told: what is absent is not mentioned. */
export function toConversationPatch(wire: Omit<WireConversation, 'tenantId' | 'whatsappNumberId'>): ConversationPatch {
  const { status, stage, pipeline, assignedTo, labels, priority, unreadCount, contact } = wire
  const { lastMessage, lastMessageAt, lastInboundAt, createdAt, updatedAt } = wire
  return {
    id: wire.id,
    ...(contact && { contact: toContact(contact) }),
    ...(createdAt !== undefined && { createdAt: toIsoTimestamp(createdAt) }),
    ...(updatedAt !== undefined && { updatedAt: toIsoTimestamp(updatedAt) }),
    ...(lastMessageAt !== undefined && { lastMessageAt: toIsoTimestamp(lastMessageAt) }),
    ...(lastInboundAt !== undefined && { lastInboundAt: toIsoTimestamp(lastInboundAt) }),
    ...(lastMessage !== undefined && { lastMessagePreview: lastMessage?.content ? lastMessage.content : null }),
    ...(status !== undefined && { status: STATUSES.get(status ?? '') ?? null }),
    ...(stage !== undefined && { stageId: stage }),
    ...(pipeline !== undefined && { pipelineId: pipeline }),
    ...(assignedTo !== undefined && { assigneeId: assignedTo }),
    ...(labels !== undefined && { labels: labels ?? [] }),
    ...(priority !== undefined && { priority: PRIORITIES.get(priority ?? '') ?? null }),
    ...(unreadCount !== undefined && unreadCount !== null && { unreadCount }),
  }
}

/** A conversation as it is told of as a whole. */
export function toConversationReport(wire: WireConversation): ConversationPatch {
  return {
    workspaceId: wire.tenantId,
    channel: 'whatsapp',
    channelAccountId: wire.whatsappNumberId,
    ...toConversationPatch(wire),
  }
}

/** A row of the list of conversations, or `null` when it is none. */
export function readConversationRow(row: unknown): ConversationPatch | null {
  const parsed = v.safeParse(ConversationSchema, row)
  return parsed.success ? toConversationReport(parsed.output) : null
}

export function toContact({ id, phoneNumber, name, avatarUrl }: WireContact): Contact {
  return { id, name, phone: phoneNumber?.replace(/\D/g, '') ?? null, avatarUrl }
}

export function toDeliveryStatus(status: WireStatus): DeliveryStatus {
  return DELIVERY[status]
}

export function toError(error: WireError | null): MessageError | null {
  return error && { code: String(error.code ?? 'FAILED'), message: error.message ?? '', origin: 'provider' }
}

function toAttachments(metadata: Readonly<Record<string, unknown>>): readonly Attachment[] {
  const url = readText(metadata, 'url')
  if (url === null) return []
  const size = Object.hasOwn(metadata, 'size') ? metadata['size'] : null
  return [
    {
      id: null,
      url,
      thumbnailUrl: null,
      mimeType: readText(metadata, 'mimeType'),
      filename: readText(metadata, 'filename') ?? readText(metadata, 'fileName'),
      sizeBytes: typeof size === 'number' && size >= 0 ? size : null,
    },
  ]
}

function toLocation(metadata: Readonly<Record<string, unknown>>): MessageLocation | null {
  const { latitude, longitude } = metadata
  if (!isWithin(latitude, 90) || !isWithin(longitude, 180)) return null
  return { latitude, longitude, name: readText(metadata, 'name') }
}

/** A degree; what is none is no place. */
function isWithin(value: unknown, most: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= most
}

function readText(metadata: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = Object.hasOwn(metadata, name) ? metadata[name] : null
  return typeof value === 'string' && value !== '' ? value : null
}

const DELIVERY: Readonly<Record<WireStatus, DeliveryStatus>> = {
  PENDING: 'pending',
  SENT: 'sent',
  DELIVERED: 'delivered',
  READ: 'read',
  FAILED: 'failed',
}

const TYPES: ReadonlyMap<string, MessageType> = new Map([
  ['TEXT', 'text'],
  ['IMAGE', 'image'],
  ['VIDEO', 'video'],
  ['AUDIO', 'audio'],
  ['DOCUMENT', 'document'],
  ['STICKER', 'sticker'],
  ['LOCATION', 'location'],
  ['TEMPLATE', 'template'],
])

const STATUSES: ReadonlyMap<string, ConversationStatus> = new Map([
  ['OPEN', 'open'],
  ['PENDING', 'pending'],
  ['SNOOZED', 'snoozed'],
  ['RESOLVED', 'resolved'],
  ['CLOSED', 'resolved'],
])

const PRIORITIES: ReadonlyMap<string, ConversationPriority> = new Map([
  ['LOW', 'low'],
  ['MEDIUM', 'medium'],
  ['HIGH', 'high'],
  ['URGENT', 'urgent'],
])
