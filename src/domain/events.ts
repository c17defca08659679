import type { IsoTimestamp } from '../lib/isoTimestamp.ts'
import type { Capability } from './capability.ts'
import type { ConversationPatch } from './conversation.ts'
import type { DeliveryStatus } from './deliveryStatus.ts'
import type { ConversationId, MessageId, UserId } from './ids.ts'
import type { Message, MessageError } from './message.ts'
import type { Participant } from './participant.ts'
import type { Presence } from './presence.ts'

/**
 * Everything that can happen, in one union: the only language spoken past a backend's dialect. Past tense; plain JSON,
 * so that an event survives `structuredClone` and a worker.
 */
export type DomainEvent =
  /** A message is new or changed: an upsert of the whole message. */
  | { readonly type: 'message.received'; readonly message: Message }
  /** A receipt. `reference` is the message's id or its `externalId`; most wires do not name the conversation. */
  | {
      readonly type: 'message.statusChanged'
      readonly reference: MessageId
      readonly conversationId: ConversationId | null
      readonly status: DeliveryStatus
      readonly error: MessageError | null
    }
  | { readonly type: 'conversation.changed'; readonly patch: ConversationPatch }
  | {
      readonly type: 'typing.changed'
      readonly conversationId: ConversationId
      readonly participant: Participant & { readonly id: string }
      readonly isTyping: boolean
    }
  /** One agent came, went, or looks at something else. */
  | { readonly type: 'presence.changed'; readonly presence: Presence }
  /** Everybody who is there: whoever is not in it has gone. */
  | { readonly type: 'presence.listed'; readonly presences: readonly Presence[] }
  /** The server introduced itself after connecting. */
  | {
      readonly type: 'session.started'
      readonly userId: UserId | null
      readonly userName: string | null
      /** `null`: this server does not say. */
      readonly serverTime: IsoTimestamp | null
      readonly tokenExpiresAt: IsoTimestamp | null
      readonly capabilities: readonly Capability[]
    }
  /** The token is about to expire, or has: it must be renewed before anything else. */
  | { readonly type: 'session.tokenExpiring'; readonly expiresAt: IsoTimestamp | null }
  /** The server reported a problem with something this side did. */
  | { readonly type: 'session.failed'; readonly code: string; readonly message: string }
  /** A frame that does not validate. It changes nothing; what it may have meant is fetched instead. */
  | {
      readonly type: 'frame.rejected'
      readonly name: string
      /** Names the field and the rule, never the value. */
      readonly reason: string
      /** It should have changed a message or a conversation; `false` for hints, and for events of a newer server. */
      readonly isKnown: boolean
      /** Of which conversation it certainly was; only that one is fetched, and at once. */
      readonly conversationId?: ConversationId | undefined
    }
