import type { ClientId, ConversationId, MessageId } from './ids.ts'
import type { PresenceStatus } from './presence.ts'

/** What the application tells the server over the live link. Imperative; plain JSON. */
export type Command =
  | { readonly type: 'subscribe'; readonly conversationId: ConversationId }
  | { readonly type: 'unsubscribe'; readonly conversationId: ConversationId }
  | { readonly type: 'notifyTyping'; readonly conversationId: ConversationId; readonly isTyping: boolean }
  /** Where this user is; `offline` takes it back. Only with the `presence` capability. */
  | {
      readonly type: 'announcePresence'
      readonly status: PresenceStatus
      readonly viewing: ConversationId | null
    }
  | { readonly type: 'authenticate'; readonly token: string }
  | { readonly type: 'ping' }

/** A message to be sent: what the agent typed, before anybody has confirmed it. */
export interface MessageDraft {
  readonly conversationId: ConversationId
  readonly type: 'text'
  /** 1 to 4,096 characters, the limit of WhatsApp's Cloud API. */
  readonly text: string
  readonly replyToId?: MessageId
}

/** A draft with the key that makes a repeated send one message. */
export interface OutgoingMessage extends MessageDraft {
  readonly clientId: ClientId
}
