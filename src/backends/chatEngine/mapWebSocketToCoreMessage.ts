import * as v from 'valibot'
import { ConversationError } from '../../domain/errors.ts'
import type { Attachment, Message } from '../../domain/message.ts'
import type { Participant } from '../../domain/participant.ts'
import { toIsoTimestamp } from '../../lib/isoTimestamp.ts'
import { toDeliveryStatus, toMessageError, toMessageType } from '../wireWords.ts'
import { type WebSocketMessage, WebSocketMessageSchema } from './schema.ts'

type WireAttachment = NonNullable<WebSocketMessage['attachments']>[number]

/**
 * Turns a message of ChatEngine's socket into the library's {@link Message}.
 *
 * @throws {@link ConversationError} `invalid_payload` with `field` when it is not such a message.
 * @example
 * client.on('message', (wire) => store.add(mapWebSocketToCoreMessage(wire)))
 *
 * @param userId The id this user has in its token, where it could be taken for a phone number.
 */
export function mapWebSocketToCoreMessage(wire: WebSocketMessage, userId: string | null = null): Message {
  const parsed = v.safeParse(WebSocketMessageSchema, wire)
  const message = parsed.success ? toMessage(parsed.output, userId) : null
  if (message !== null) return message
  const field = parsed.success ? 'createdAt' : (v.getDotPath(parsed.issues[0]) ?? 'message')
  throw new ConversationError('invalid_payload', `unable to map the message; "${field}" is missing or not valid.`, {
    field,
  })
}

/** The same for a payload that has been validated; `null` when its time is no time. */
export function toMessage(wire: WebSocketMessage, userId: string | null = null): Message | null {
  const createdAt = toIsoTimestamp(wire.createdAt)
  if (createdAt === null) return null
  const sender = toSender(wire, userId)
  const metadata = wire.metadata ?? {}
  const { providerMessageId, clientMessageId } = metadata
  return {
    id: wire.id,
    clientId: typeof clientMessageId === 'string' ? clientMessageId : null,
    conversationId: wire.conversationId,
    workspaceId: wire.workspaceId ?? null,
    direction: sender.type === 'contact' ? 'inbound' : 'outbound',
    sender,
    type: wire.isPrivate ? 'note' : toMessageType(wire.type),
    text: wire.content || null,
    attachments: wire.attachments?.map(toAttachment) ?? NONE,
    location: null,
    replyToId: wire.replyToMessageId ?? null,
    reactions: NONE,
    status: toDeliveryStatus(wire.status),
    error: toMessageError(wire.error),
    externalId: typeof providerMessageId === 'string' ? providerMessageId : null,
    metadata,
    createdAt,
    updatedAt: wire.updatedAt === wire.createdAt ? createdAt : toIsoTimestamp(wire.updatedAt),
    editedAt: toIsoTimestamp(wire.editedAt),
    deletedAt: toIsoTimestamp(wire.deletedAt),
  }
}

/** One for all: a list of its own for each message would be a third of what it weighs. Frozen, for it is everybody's. */
const NONE: readonly never[] = Object.freeze([])

function toAttachment({ id, url, thumbnailUrl, metadata }: WireAttachment): Attachment {
  return {
    id: id ?? null,
    url,
    thumbnailUrl: thumbnailUrl ?? null,
    mimeType: metadata?.mimeType ?? null,
    filename: metadata?.filename ?? null,
    sizeBytes: metadata?.size ?? null,
  }
}

function toSender({ sender, senderId }: WebSocketMessage, userId: string | null): Participant {
  if (!sender) return guessSender(senderId, userId)
  return { type: sender.type, id: sender.id ?? null, name: sender.name ?? null }
}

/**
 * The base wire has no direction. A phone number (ten to fifteen digits, or a plus) or a WhatsApp JID is the customer;
 * `system`, `me` and user ids are this side.
 */
function guessSender(senderId: string, userId: string | null): Participant {
  const isContact =
    senderId !== userId &&
    (/^(\+\d{7,15}|\d{10,15})$/.test(senderId) || /@(s\.whatsapp\.net|c\.us|g\.us|lid)$/.test(senderId))
  if (isContact) return { type: 'contact', id: senderId, name: null }
  return { type: senderId === 'system' ? 'system' : 'user', id: senderId === 'me' ? null : senderId, name: null }
}
