import * as v from 'valibot'
import { isCapability } from '../../domain/capability.ts'
import type { ConversationPatch } from '../../domain/conversation.ts'
import type { DomainEvent } from '../../domain/events.ts'
import { toIsoTimestamp } from '../../lib/isoTimestamp.ts'
import { isHeavierThan } from '../../lib/weigh.ts'
import type { Frame } from '../../transports/transport.ts'
import { toTypist } from '../toTypist.ts'
import { toDeliveryStatus, toMessageError } from '../wireWords.ts'
import { toMessage } from './mapWebSocketToCoreMessage.ts'
import {
  ErrorSchema,
  ReadySchema,
  TokenExpiringSchema,
  WebSocketConversationSchema,
  type WebSocketMessage,
  WebSocketMessageSchema,
  type WebSocketMessageStatus,
  WebSocketMessageStatusSchema,
  WebSocketPresenceSchema,
  WebSocketTypingSchema,
} from './schema.ts'
import { isUsualMessage, isUsualStatus } from './usualFrames.ts'

/** Characters and nodes; a frame beyond it is no chat message, whatever it says it is. */
const HEAVIEST_PAYLOAD = 1_000_000

/** Whatever is wrong with these, no message can be missing. */
const HINTS: ReadonlySet<string> = new Set(['typing', 'presence'])

type Decode = (payload: unknown, userId: string | null) => DomainEvent | string

const DECODERS: ReadonlyMap<string, Decode> = new Map([
  [
    'message',
    decoder<WebSocketMessage>(
      WebSocketMessageSchema,
      (wire, userId) => {
        const message = toMessage(wire, userId)
        return message === null ? 'createdAt: not a time' : { type: 'message.received', message }
      },
      isUsualMessage,
    ),
  ],
  [
    'messageStatus',
    decoder<WebSocketMessageStatus>(
      WebSocketMessageStatusSchema,
      (wire) => ({
        type: 'message.statusChanged',
        reference: wire.messageId,
        conversationId: wire.conversationId ?? null,
        status: toDeliveryStatus(wire.status),
        error: toMessageError(wire.error),
      }),
      isUsualStatus,
    ),
  ],
  [
    'conversation',
    decoder(WebSocketConversationSchema, (wire) => {
      const updatedAt = toIsoTimestamp(wire.updatedAt)
      if (updatedAt === null) return 'updatedAt: not a time'
      return { type: 'conversation.changed', patch: toConversationPatch(wire, updatedAt) }
    }),
  ],
  [
    'typing',
    decoder(WebSocketTypingSchema, ({ conversationId, userId, isTyping }) => ({
      type: 'typing.changed',
      conversationId,
      participant: toTypist(userId),
      isTyping,
    })),
  ],
  [
    'presence',
    decoder(WebSocketPresenceSchema, ({ lastSeenAt, ...presence }) => ({
      type: 'presence.changed',
      presence: { ...presence, lastSeenAt: toIsoTimestamp(lastSeenAt) },
    })),
  ],
  [
    'ready',
    decoder(ReadySchema, (wire) => {
      const serverTime = toIsoTimestamp(wire.serverTime)
      if (serverTime === null) return 'serverTime: not a time'
      return {
        type: 'session.started',
        userId: wire.userId,
        userName: wire.userName,
        serverTime,
        tokenExpiresAt: toIsoTimestamp(wire.tokenExpiresAt),
        capabilities: (wire.capabilities ?? []).filter(isCapability),
      }
    }),
  ],
  [
    'tokenExpiring',
    decoder(TokenExpiringSchema, (wire) => ({
      type: 'session.tokenExpiring',
      expiresAt: toIsoTimestamp(wire.expiresAt),
    })),
  ],
  ['error', decoder(ErrorSchema, ({ code, message }) => ({ type: 'session.failed', code, message }))],
])

/**
 * Decodes one frame of ChatEngine's socket. Never throws; what it cannot read becomes `frame.rejected`.
 *
 * @param userId The id this user has in its token: its messages are never a customer's, whatever the id looks like.
 */
export function decode({ name, payload }: Frame, userId: string | null = null): readonly DomainEvent[] {
  const decodePayload = DECODERS.get(name)
  if (decodePayload === undefined) return [{ type: 'frame.rejected', name, reason: 'unknown event', isKnown: false }]
  const result = isHeavierThan(payload, HEAVIEST_PAYLOAD) ? 'too large' : decodePayload(payload, userId)
  if (typeof result !== 'string') return [result]
  return [{ type: 'frame.rejected', name, reason: result, isKnown: !HINTS.has(name) }]
}

/**
 * Reasons name the field and the rule, never the value: it may be what a customer wrote.
 *
 * @param isUsual Tells at a glance what the schema accepts as it is. Default: the schema is asked always.
 */
function decoder<Wire>(
  schema: v.GenericSchema<unknown, Wire>,
  toEvent: (wire: Wire, userId: string | null) => DomainEvent | string,
  isUsual?: (payload: unknown) => payload is Wire,
): Decode {
  return (payload, userId) => {
    if (isUsual?.(payload)) return toEvent(payload, userId)
    const parsed = v.safeParse(schema, payload, { abortEarly: true })
    if (parsed.success) return toEvent(parsed.output, userId)
    const [issue] = parsed.issues
    return `${v.getDotPath(issue) ?? 'payload'}: expected ${issue.expected ?? 'something else'}`
  }
}

function toConversationPatch(
  wire: v.InferOutput<typeof WebSocketConversationSchema>,
  updatedAt: string,
): ConversationPatch {
  const participant = wire.participants?.find(({ id }) => id === wire.contactId) ?? wire.participants?.[0]
  const { lastMessage } = wire
  return {
    id: wire.id,
    workspaceId: wire.workspaceId,
    channel: wire.channel,
    channelAccountId: wire.whatsappNumberId,
    contact: wire.contact ?? {
      id: wire.contactId,
      name: participant?.name ?? null,
      phone: null,
      avatarUrl: participant?.avatar ?? null,
    },
    updatedAt,
    ...(wire.createdAt !== null && { createdAt: toIsoTimestamp(wire.createdAt) }),
    ...(lastMessage !== null && {
      lastMessageAt: toIsoTimestamp(lastMessage.createdAt),
      lastMessagePreview: lastMessage.content === '' ? null : lastMessage.content,
    }),
    ...(wire.status !== undefined && { status: wire.status }),
    ...(wire.stageId !== undefined && { stageId: wire.stageId }),
    ...(wire.pipelineId !== undefined && { pipelineId: wire.pipelineId }),
    ...(wire.assigneeId !== undefined && { assigneeId: wire.assigneeId }),
    ...(wire.labels !== undefined && { labels: wire.labels }),
    ...(wire.priority !== undefined && { priority: wire.priority }),
    ...(wire.unreadCount !== undefined && { unreadCount: wire.unreadCount }),
    ...(wire.lastInboundAt !== undefined && { lastInboundAt: toIsoTimestamp(wire.lastInboundAt) }),
  }
}
