import type { Server } from 'node:http'
import type { Hono } from 'hono'
import type { Change } from '../delivery/changeFeed.ts'
import type { EngineContext } from '../engineContext.ts'
import type { EngineStats } from '../socket/countConnections.ts'

/** How one kind of backend talks. Everything behind it is the same: the database, the webhooks, the provider, the customer. */
export interface Wire {
  /** Opens its Socket.IO server on an HTTP server that may or may not be listening. */
  readonly openSockets: (httpServer: Server, context: EngineContext) => WireSockets
  /** Adds its HTTP API. */
  readonly addRoutes: (app: Hono, context: EngineContext) => void
}

/** A wire's sockets at work. */
export interface WireSockets {
  /** Tells whoever may hear it of a committed change, in this wire's words. */
  readonly tell: (change: Change) => void
  /** The customer began or stopped typing; `userId` is a JID or a phone number. */
  readonly tellTyping: (typing: TypingNotice) => void
  readonly count: () => EngineStats
  readonly disconnectAll: () => void
  readonly close: () => Promise<void>
}

export interface TypingNotice {
  readonly conversationId: string
  readonly userId: string
  readonly isTyping: boolean
}
