import type { Backend } from '../backends/backend.ts'
import type { DeliveryStatus } from '../domain/deliveryStatus.ts'
import type { Message } from '../domain/message.ts'
import type { Operation } from '../domain/operation.ts'

/** What a server must offer for its backend to be put through the suite. All of it over the server's real doors. */
export interface BackendDriver {
  readonly name: string
  /**
   * What the backend has no way to do. The suite then checks that it says so and refuses it clearly, instead of passing
   * over it. Default: nothing.
   */
  readonly cannot?: readonly Operation[]
  /** Its conversations say how their last message reads. Default `true`. */
  readonly hasPreview?: boolean
  /** A conversation that begins is heard of by everybody, not only by who has it open. Default `true`. */
  readonly announcesConversations?: boolean
  /** It tells who is there, and who looks at what. Default `true`. */
  readonly hasPresence?: boolean
  readonly start: () => Promise<BackendServer>
}

export interface ConnectOptions {
  /** The first token is refused. */
  readonly hasExpiredToken?: boolean
  /** Default: an agent who is always the same. */
  readonly userId?: string
}

export interface BackendServer {
  /** A backend for a tenant of its own. */
  readonly connect: (tenant: string, options?: ConnectOptions) => Backend
  /** A conversation with so many messages from the customer. */
  readonly createConversation: (tenant: string, messages?: number) => Promise<string>
  /** The customer writes. */
  readonly receive: (conversationId: string, text: string) => Promise<void>
  /** The channel reports a status of a message. */
  readonly setStatus: (messageId: string, status: DeliveryStatus) => Promise<void>
  /** What the server holds, in the order of its wire: by time, then id. */
  readonly readMessages: (conversationId: string) => Promise<readonly Pick<Message, 'id' | 'text' | 'status'>[]>
  /** Ends every connection from the server's side. */
  readonly dropConnections: () => void
  /** Somebody else writes in the conversation (typing). */
  readonly typeAsAnother: (tenant: string, conversationId: string) => Promise<void>
  readonly connections: () => number
  readonly stop: () => Promise<void>
}
