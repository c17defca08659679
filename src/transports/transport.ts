import type { ConversationError } from '../domain/errors.ts'
import type { Readable } from '../lib/store.ts'

/** One named thing on the wire. What is in it is the dialect's business. */
export interface Frame {
  readonly name: string
  readonly payload: unknown
}

export type TransportState =
  | { readonly status: 'idle' }
  /** `attempt` counts from 1 since the last catch-up that succeeded. */
  | { readonly status: 'connecting'; readonly attempt: number }
  /** `epoch` counts connections: what was subscribed in one is gone in the next. */
  | { readonly status: 'connected'; readonly epoch: number }
  /** Between two attempts; `retryAt` in ms on this side's clock. */
  | {
      readonly status: 'waiting'
      readonly attempt: number
      readonly retryAt: number
      readonly error: ConversationError
    }
  /** The server refused a token that had just been renewed. Tried again when the page becomes visible or `retry` is called. */
  | { readonly status: 'unauthorized'; readonly error: ConversationError }

/** What became of asking for a room. */
export type RoomEvent =
  /** `acknowledged: false`: the server does not answer, so it is only assumed. */
  | { readonly type: 'joined'; readonly room: string; readonly acknowledged: boolean }
  | { readonly type: 'refused'; readonly room: string; readonly error: ConversationError }

/** How frames move. Knows no message and no conversation: a room is a string. */
export interface Transport {
  readonly state: Readable<TransportState>
  /** Opens the link and keeps it open until `disconnect`. */
  readonly connect: () => void
  readonly disconnect: () => void
  /** Tries at once instead of waiting. */
  readonly retry: () => void
  /** Drops a connection that looks open and is dead, and makes another. Does nothing when there is none. */
  readonly reset: () => void
  /** The link has proven itself (a catch-up succeeded): the next failure waits the shortest time again. */
  readonly confirmHealthy: () => void
  /** Tells, once per connection, whether this server acknowledges what it is sent. */
  readonly setAcknowledging: (acknowledges: boolean) => void
  /**
   * Sends a frame. With `timeoutMs` it waits for the acknowledgement and resolves to it.
   *
   * @throws ConversationError `disconnected` (nothing is ever buffered) or `timeout`.
   */
  readonly send: (frame: Frame, options?: { readonly timeoutMs?: number }) => Promise<unknown>
  /** Joins a room for as long as somebody asks for it, in this connection and the next ones. Counted. */
  readonly subscribe: (room: string) => void
  readonly unsubscribe: (room: string) => void
  readonly onFrame: (listener: (frame: Frame) => void) => () => void
  readonly onRoom: (listener: (event: RoomEvent) => void) => () => void
}
