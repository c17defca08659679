import type { IsoTimestamp } from '../lib/isoTimestamp.ts'
import type { DeliveryStatus } from './deliveryStatus.ts'
import type { ClientId, ConversationId, MessageId, WorkspaceId } from './ids.ts'
import type { Participant } from './participant.ts'

export type MessageDirection = 'inbound' | 'outbound'

export type MessageType =
  | 'text'
  | 'image'
  | 'video'
  | 'audio'
  | 'document'
  | 'sticker'
  | 'location'
  | 'template'
  | 'note'
  | 'system'
  | 'unsupported'

export interface Attachment {
  readonly id: string | null
  readonly url: string | null
  readonly thumbnailUrl: string | null
  readonly mimeType: string | null
  readonly filename: string | null
  readonly sizeBytes: number | null
}

export interface MessageLocation {
  readonly latitude: number
  readonly longitude: number
  readonly name: string | null
}

export interface Reaction {
  readonly emoji: string
  readonly participantIds: readonly string[]
}

/** Why a message failed. `client`: it never reached the backend. `provider`: the channel refused it. */
export interface MessageError {
  readonly code: string
  readonly message: string
  readonly origin: 'client' | 'provider'
}

/** One message, the same whichever backend it came from. What a backend cannot fill is `null`, never guessed. */
export interface Message {
  readonly id: MessageId
  /** Set on messages sent from here; stays when the real id arrives, so a row can keep its React key. */
  readonly clientId: ClientId | null
  readonly conversationId: ConversationId
  readonly workspaceId: WorkspaceId | null
  readonly direction: MessageDirection
  readonly sender: Participant
  readonly type: MessageType
  readonly text: string | null
  readonly attachments: readonly Attachment[]
  readonly location: MessageLocation | null
  readonly replyToId: MessageId | null
  readonly reactions: readonly Reaction[]
  readonly status: DeliveryStatus
  readonly error: MessageError | null
  /** The channel's own id, e.g. WhatsApp's `wamid.…`. */
  readonly externalId: string | null
  readonly metadata: Readonly<Record<string, unknown>>
  readonly createdAt: IsoTimestamp
  readonly updatedAt: IsoTimestamp | null
  readonly editedAt: IsoTimestamp | null
  readonly deletedAt: IsoTimestamp | null
}

/** `true` while the backend has not confirmed the message: it is on its way, or it never left this computer. */
export function isUnsent(message: Pick<Message, 'status' | 'error'>): boolean {
  return message.status === 'sending' || (message.status === 'failed' && message.error?.origin === 'client')
}

/**
 * The one order, the same on every screen: by `(createdAt, id)`, unsent messages after all confirmed ones.
 * Ties are normal (channels send whole seconds), hence the id.
 */
export function compareMessages(a: Message, b: Message): number {
  const unsentA = isUnsent(a)
  if (unsentA !== isUnsent(b)) return unsentA ? 1 : -1
  // Compared once where the one is earlier, as it nearly always is.
  if (a.createdAt < b.createdAt) return -1
  if (a.createdAt > b.createdAt) return 1
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1
}

/** A React key that survives the moment in which an optimistic message gets its real id. */
export function getMessageKey(message: Message): string {
  return message.clientId ?? message.id
}
