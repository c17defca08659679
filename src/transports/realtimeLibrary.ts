/*
 * The part of Supabase's Realtime client that is used here, by shape: whoever does not use Supabase need not install it,
 * not even for its types.
 */

/** What a channel's `subscribe` calls back with. */
export type RealtimeStatus = 'SUBSCRIBED' | 'TIMED_OUT' | 'CLOSED' | 'CHANNEL_ERROR'

export interface RealtimeChannelLike {
  readonly on: (type: never, filter: never, callback: (payload: never) => void) => unknown
  readonly subscribe: (callback: (status: RealtimeStatus, error?: Error) => void, timeoutMs?: number) => unknown
  readonly send: (message: { type: 'broadcast'; event: string; payload: unknown }) => Promise<unknown>
  readonly track: (payload: object) => Promise<unknown>
  readonly untrack: () => Promise<unknown>
  readonly presenceState: () => unknown
  readonly unsubscribe: () => Promise<unknown>
  readonly teardown: () => void
}

export interface RealtimeClientLike {
  readonly channel: (topic: string, options: never) => RealtimeChannelLike
  readonly setAuth: (token: string) => Promise<void>
  readonly push: (message: {
    readonly topic: string
    readonly event: string
    readonly payload: object
    readonly ref: string
  }) => void
  readonly reconnectTimer: { readonly reset: () => void }
}

export interface RealtimeClientSettings {
  readonly params: Readonly<Record<string, string>>
  readonly timeout: number
  readonly transport: unknown
  readonly reconnectAfterMs: () => number
}

export type RealtimeClientClass = new (endPoint: string, settings: never) => RealtimeClientLike

/** A WebSocket, as far as its owner cares. */
export interface SocketLike {
  readonly readyState: number
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  readonly addEventListener: (type: 'message' | 'close', listener: () => void) => void
  readonly removeEventListener: (type: 'message' | 'close', listener: () => void) => void
  readonly close: (code?: number, reason?: string) => void
}

export type SocketClass = new (url: string) => SocketLike

/** Where a project's Realtime is, and what speaks to it. */
export interface RealtimePlace {
  /** `wss://project.supabase.co/realtime/v1`. */
  readonly endPoint: string
  /** The publishable (anon) key. */
  readonly apiKey: string
  readonly RealtimeClient: RealtimeClientClass
  readonly WebSocket: SocketClass
}
