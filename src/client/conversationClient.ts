import type { QueryClient } from '@tanstack/query-core'
import type { Backend, ConversationChanges } from '../backends/backend.ts'
import type { ConversationQuery, ConversationsQuery, MessagesQuery } from '../cache/queryOptions.ts'
import type { ConnectionState } from '../connection/connectionState.ts'
import type { PollingOptions } from '../connection/poller.ts'
import type { MessageDraft } from '../domain/commands.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { ConversationFilter } from '../domain/conversationFilter.ts'
import type { ConversationError } from '../domain/errors.ts'
import type { ConversationId, MessageId } from '../domain/ids.ts'
import type { Message } from '../domain/message.ts'
import type { Presence } from '../domain/presence.ts'
import type { TypingParticipant } from '../domain/typing.ts'
import type { Readable } from '../lib/store.ts'
import type { SentMessage } from '../sync/enqueueMessage.ts'
import type { Transport } from '../transports/transport.ts'
import type { ClientCapability } from './clientCapabilities.ts'
import type { QueryWatch } from './watchQuery.ts'

export interface ConversationClientOptions {
  /**
   * Whom to talk to, in order of preference: views of the same data. The first that is up is used; when it comes back
   * after an outage, it takes over again.
   */
  readonly backends: readonly Backend[]
  /**
   * How often everything is asked for while nothing is live (`intervalMs`, default 5,000), and as a safety net under a
   * live link (`safetyMs`, default 30,000; 0 turns it off). `false`: never.
   */
  readonly polling?: PollingOptions | false | undefined
  /** A better backend must have been healthy for so long before it is used again, in ms. Default 5,000. */
  readonly failBackMs?: number | undefined
  /** The application's own TanStack client. Default: one of its own. */
  readonly queryClient?: QueryClient | undefined
  /** Messages per page. Default 50, at most 200. */
  readonly messagesPerPage?: number | undefined
  /**
   * Pages of messages that a conversation keeps, against endless growth: when live messages have made more (of up to 200
   * each), the oldest go, and `fetchNextPage` loads them again. What was asked for with `fetchNextPage` stays beside
   * twice as many, and goes when nobody watches the conversation. A whole number from 1. Default: all are kept.
   */
  readonly maxPages?: number | undefined
  /** Conversations per page. Default 30, at most 200. */
  readonly conversationsPerPage?: number | undefined
}

export interface MessagesSnapshot {
  /** Oldest first; unsent ones last. */
  readonly messages: readonly Message[]
  readonly isPending: boolean
  readonly error: ConversationError | null
  /** There is older history. */
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
}

export interface ConversationsSnapshot {
  /** Latest activity first. */
  readonly conversations: readonly Conversation[]
  readonly isPending: boolean
  readonly error: ConversationError | null
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
}

/** What the agent wants to send; `type` may be left out. */
export type SendMessageInput = Omit<MessageDraft, 'type'> & Partial<Pick<MessageDraft, 'type'>>

/** Live conversations without React: the hooks are thin views of this. */
export interface ConversationClient {
  /** Part of every query key: the backend and its workspace. */
  readonly scope: string
  readonly queryClient: QueryClient
  /** A backend is configured in this environment. */
  readonly isEnabled: boolean
  readonly connection: Readable<ConnectionState>
  /**
   * What can be done here: `sendMessage`, `markRead`, … by definition, `presence`, `crm`, … once a server has announced
   * them. What is missing is refused at once with `unsupported`; `notifyTyping` does nothing then.
   */
  readonly capabilities: Readable<ReadonlySet<ClientCapability>>
  /** The best backend is a socket: `transport` is a `WebSocketClient`, or will be. */
  readonly hasSocket: boolean
  /** The best backend's transport; `null` when no backend is enabled, and until its code is loaded. `connection` tells. */
  readonly transport: Transport | null
  /** Connects with the first mount, disconnects 100 ms after the last unmount. Returns the unmount. */
  readonly mount: () => () => void
  /** Tries to connect now instead of waiting. */
  readonly reconnect: () => void
  /** Keeps a conversation live until the undo is called. Counted. */
  readonly watch: (conversationId: ConversationId) => () => void
  readonly watchMessages: (conversationId: ConversationId) => QueryWatch<MessagesSnapshot>
  readonly watchConversations: (filter?: ConversationFilter) => QueryWatch<ConversationsSnapshot>
  /** Who is writing in a conversation right now. */
  readonly watchTyping: (conversationId: ConversationId) => Readable<readonly TypingParticipant[]>
  /**
   * Which other agents look at a conversation right now; all who are there for `null`. Some servers tell only those who
   * announce themselves (`announcePresence`), and some nobody: then it is empty.
   */
  readonly watchPresence: (conversationId: ConversationId | null) => Readable<readonly Presence[]>
  /** Tells the others that this user is there, and looks at the conversation where one is named, until the undo is called. */
  readonly announcePresence: (conversationId: ConversationId | null) => () => void
  /** Shows the message at once and sends it; throws only when the draft itself is no good. */
  readonly sendMessage: (input: SendMessageInput) => SentMessage
  readonly retryMessage: (conversationId: ConversationId, messageId: MessageId) => SentMessage
  readonly discardMessage: (messageId: MessageId) => void
  /** The unread count is cleared at once. Rejects with `unsupported` where no backend has a way. */
  readonly markRead: (conversationId: ConversationId) => Promise<void>
  /** Shown at once, and taken back when it is refused. Rejects with `unsupported` where no backend has a way. */
  readonly updateConversation: (conversationId: ConversationId, changes: ConversationChanges) => Promise<void>
  /** Call it with every key the agent presses; `false` when the composer is emptied. */
  readonly notifyTyping: (conversationId: ConversationId, isTyping?: boolean) => void
  /** Options for TanStack's own hooks and observers. */
  readonly queries: {
    readonly messages: (conversationId: ConversationId) => MessagesQuery
    readonly conversations: (filter?: ConversationFilter) => ConversationsQuery
    readonly conversation: (conversationId: ConversationId) => ConversationQuery
  }
}
