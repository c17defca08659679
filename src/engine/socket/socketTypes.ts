import type { DefaultEventsMap, Server, Socket } from 'socket.io'
import type {
  WebSocketConversation,
  WebSocketMessage,
  WebSocketMessageStatus,
  WebSocketPresence,
  WebSocketTyping,
} from '../../backends/chatEngine/schema.ts'
import type { Caller } from '../tokens.ts'

/** What the engine says. */
export type ServerEvents = {
  readonly message: (message: WebSocketMessage) => void
  readonly messageStatus: (status: WebSocketMessageStatus) => void
  readonly conversation: (conversation: WebSocketConversation) => void
  readonly typing: (typing: WebSocketTyping) => void
  readonly presence: (presence: WebSocketPresence) => void
  readonly ready: (greeting: object) => void
  readonly tokenExpiring: (notice: { readonly expiresAt: string }) => void
  readonly error: (error: { readonly code: string; readonly message: string }) => void
}

export interface SocketData {
  caller: Caller
  /** The origin under which this client has reached the server: links sent to it begin with it. */
  origin: string
}

/** What clients say is checked by hand: nothing is known of it before. */
export type ClientEvents = Record<string, (...input: unknown[]) => void>
export type BetweenServers = Record<string, never>

/** Any wire's, by what the server says on it. */
export type WireServer<Events extends DefaultEventsMap> = Server<ClientEvents, Events, BetweenServers, SocketData>
export type WireSocket<Events extends DefaultEventsMap> = Socket<ClientEvents, Events, BetweenServers, SocketData>

export type EngineServer = WireServer<ServerEvents>
export type EngineSocket = WireSocket<ServerEvents>

export const workspaceRoom = (id: string) => `workspace:${id}`
export const conversationRoom = (id: string) => `conversation:${id}`
