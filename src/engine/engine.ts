import type { Server } from 'node:http'
import type { Capability } from '../domain/capability.ts'
import type { Database } from './database/database.ts'
import type { ListenOptions } from './listenEngine.ts'
import type { SeedConversation, SeededConversation } from './seed/seedConversations.ts'
import type { EngineStats } from './socket/countConnections.ts'
import type { LocalSupabase } from './supabase/startSupabase.ts'
import type { TokenClaims } from './tokens.ts'
import type { WebhookResult } from './webhook/receiveWebhook.ts'

/** A running ChatEngine server. */
export interface Engine {
  /** What it announces; empty for a base server. */
  readonly capabilities: readonly Capability[]
  /** Answers everything but Socket.IO; for servers that speak in `Request` and `Response`. */
  readonly handleRequest: (request: Request) => Promise<Response>
  /** Serves HTTP and Socket.IO on a server of yours. Paths that are not the engine's stay yours. */
  readonly attach: (server: Server) => void
  /** Serves HTTP and Socket.IO on a server of its own. Rejects when the port is taken. */
  readonly listen: (options?: ListenOptions) => Promise<{ readonly port: number; readonly url: string }>
  readonly signToken: (claims: TokenClaims) => Promise<string>
  /** The same as `POST /webhooks/whatsapp`; rejects with the refusal. */
  readonly receiveWebhook: (body: unknown) => Promise<WebhookResult>
  /** Writes conversations with their messages, and registers the WhatsApp numbers they name. */
  readonly seed: (
    workspaceId: string,
    conversations: readonly SeedConversation[],
  ) => Promise<readonly SeededConversation[]>
  /** For reading and writing SQL directly; the sockets hear of what is written. */
  readonly database: Database
  readonly stats: () => EngineStats
  /** The Supabase project beside it; `null` unless the option asks for one. */
  readonly supabase: LocalSupabase | null
  /** Ends every connection from this side, as a server that is being replaced does. */
  readonly disconnectSockets: () => void
  /** Stops everything: sockets, timers, servers of its own, the database. May be called more than once. */
  readonly close: () => Promise<void>
}
