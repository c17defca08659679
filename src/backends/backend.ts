import type { TokenSource } from '../auth/chatEngineJwt.ts'
import type { Capability } from '../domain/capability.ts'
import type { Command, OutgoingMessage } from '../domain/commands.ts'
import type { Conversation, ConversationPatch } from '../domain/conversation.ts'
import type { ConversationFilter } from '../domain/conversationFilter.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { ConversationId } from '../domain/ids.ts'
import type { Message } from '../domain/message.ts'
import type { Operation } from '../domain/operation.ts'
import type { IsoTimestamp } from '../lib/isoTimestamp.ts'
import type { Late } from '../lib/late.ts'
import type { Readable } from '../lib/store.ts'
import type { Frame, Transport } from '../transports/transport.ts'

/**
 * Translates between one wire and the domain. Pure and total: a frame that does not validate becomes `frame.rejected`
 * with the reason; nothing is thrown and nothing is guessed.
 */
export interface Dialect {
  readonly decode: (frame: Frame) => readonly DomainEvent[]
  /**
   * What the cache takes in once per frame of the page anyway may be read then, too, and all of it in one go: between two
   * messages of its own a browser works so long that the same reading takes half as long again. Order is kept. Default:
   * every frame is read at once.
   */
  readonly canWait?: ((frame: Frame) => boolean) | undefined
  /** `null`: this wire has no word for it. */
  readonly encode: (command: Command) => Frame | null
}

/** One page of an answer. `nextCursor` is the backend's own; `null` when there is no more. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
  /** The server's time when it answered: the watermark to ask for changes from. `null` where it does not say. */
  readonly serverTime: IsoTimestamp | null
  /** Which of several backends has answered: their clocks are not the same. Absent where there is only one. */
  readonly source?: number | undefined
  /** Rows that did not validate and were left out. */
  readonly rejected: number
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
}

export interface ListMessagesRequest {
  readonly conversationId: ConversationId
  /** From an earlier page's `nextCursor`; `null` for the newest page. */
  readonly cursor: string | null
  readonly limit: number
}

export interface ListConversationsRequest {
  /** What is listed must keep to it: the answer is shown as it comes. */
  readonly filter: ConversationFilter
  /** How many to leave out: those that are known already. */
  readonly offset: number
  readonly limit: number
}

export interface ChangesRequest {
  readonly since: IsoTimestamp
  /** The `source` of the page whose time `since` is. */
  readonly source?: number | undefined
  readonly cursor: string | null
}

/** The fields of a conversation that an agent may change. */
export type ConversationChanges = Partial<
  Pick<Conversation, 'status' | 'stageId' | 'pipelineId' | 'assigneeId' | 'labels' | 'priority'>
>

/**
 * Asks and tells by request and response. Messages within a page are newest first; every method rejects with a
 * `ConversationError`.
 */
export interface Gateway {
  /** The cursor of the history that is older than this message. */
  readonly toCursor: (message: Pick<Message, 'id' | 'createdAt'>) => string
  readonly listMessages: (request: ListMessagesRequest, options?: CallOptions) => Promise<Page<Message>>
  readonly listConversations: (
    request: ListConversationsRequest,
    options?: CallOptions,
  ) => Promise<Page<ConversationPatch>>
  readonly getConversation: (id: ConversationId, options?: CallOptions) => Promise<ConversationPatch>
  /** What changed in one conversation, oldest change first. Only with the `changes` capability. */
  readonly listMessageChanges: (
    request: ChangesRequest & { readonly conversationId: ConversationId },
    options?: CallOptions,
  ) => Promise<Page<Message>>
  /** What changed in any conversation, oldest change first. Only with the `changes` capability. */
  readonly listConversationChanges: (request: ChangesRequest, options?: CallOptions) => Promise<Page<ConversationPatch>>
  /** Sends once however often it is called with the same `clientId`, where the server has `idempotency`. */
  readonly sendMessage: (message: OutgoingMessage, options?: CallOptions) => Promise<Message>
  readonly markRead: (id: ConversationId, options?: CallOptions) => Promise<void>
  readonly updateConversation: (
    id: ConversationId,
    changes: ConversationChanges,
    options?: CallOptions,
  ) => Promise<ConversationPatch | null>
}

/** A backend at work: its three parts and its token. */
export interface BackendSession {
  readonly transport: Transport
  readonly dialect: Dialect
  readonly gateway: Gateway
  readonly tokens: TokenSource
  /** What the server has announced; empty until it has, and for servers that announce nothing. */
  readonly capabilities: Readable<ReadonlySet<Capability>>
  readonly setCapabilities: (capabilities: readonly Capability[]) => void
  /**
   * Loads what is otherwise loaded with the first connection. Called whenever something is live: requests get through then,
   * and a way out that has to be fetched first is none when the network is gone. Default: there is nothing to load.
   */
  readonly preload?: (() => Promise<unknown>) | undefined
}

/** Whom we talk to. Creating one costs nothing and opens nothing, so it may be done during render. */
export interface Backend {
  readonly name: string
  /** What carries its messages, in the words of the connection's state. */
  readonly kind: 'socket' | 'supabase'
  /** Backends with the same key are the same place seen as the same tenant: the provider keeps its client. */
  readonly key: string
  /** `false` when it is not configured in this environment. */
  readonly isEnabled: boolean
  /** What nobody should ask of it: there is no way. Its gateway rejects these with `unsupported`. Default: nothing. */
  readonly cannot?: readonly Operation[] | undefined
  /** Where two spellings are one conversation (`A-1`, `a-1`): the one its server speaks. Default: as it is. */
  readonly toConversationId?: ((id: ConversationId) => ConversationId) | undefined
  /** What `start` needs, where it is loaded late. Default: it is there. */
  readonly code?: Pick<Late<unknown>, 'peek' | 'load'> | undefined
  /** @throws ConversationError `disabled` where it is not enabled, `disconnected` while its `code` is not loaded. */
  readonly start: () => BackendSession
}
