import { ConversationError, toConversationError } from '../domain/errors.ts'
import { createBackoff } from '../lib/backoff.ts'
import { createListeners } from '../lib/listeners.ts'
import { createNetworkHints } from '../lib/networkHints.ts'
import { createStore } from '../lib/store.ts'
import { createRealtimeConnection, type RealtimeConnection } from './realtimeConnection.ts'
import type { RealtimeClientClass, RealtimePlace, SocketClass } from './realtimeLibrary.ts'
import type { Feed, Listener } from './realtimeListener.ts'
import { createRooms } from './rooms.ts'
import type { Frame, RoomEvent, Transport, TransportState } from './transport.ts'
import { withLoadDeadline } from './withLoadDeadline.ts'

export interface SupabaseRealtimeOptions {
  /** Where Realtime is; asked for at the first connection, so that nothing of it is loaded before. */
  readonly locate: () => Promise<RealtimePlace>
  /** Gets a token. `renew` is `true` after the server has refused the last one. */
  readonly auth: (request: { readonly renew: boolean }) => Promise<string>
  /** The channel that is listened to as long as the connection stands. It is up when this one listens. */
  readonly lobby: Feed
  readonly toFeed: (room: string) => Feed
  /** The room on whose channel a frame goes out; `null`: the lobby's. */
  readonly toRoom: (frame: Frame) => string | null
  /**
   * What is said to the dialect, in a frame named `session`, when a token was taken. Never the token itself. `isBare`:
   * private channels are closed to this user, so that changes of tables are all there is.
   */
  readonly greet: (token: string, state: { readonly isBare: boolean }) => unknown
  /** Follows who is signed in, while the transport is open. Returns its undo. */
  readonly watchSignIn?: ((events: SignInEvents) => () => void) | undefined
  /** How long a channel may take until it listens, in ms. Default 12,000: a project's first subscriber waits up to 5 s. */
  readonly deadlineMs?: number | undefined
  /** Randomness in [0, 1) for the back-off's jitter. Default `Math.random`. */
  readonly random?: (() => number) | undefined
}

export interface SignInEvents {
  readonly onSignedIn: () => void
  readonly onSignedOut: (error: ConversationError) => void
}

const DEADLINE_MS = 12_000
/** So long a refusal of private channels holds: then the project may have got its policies, or another user signed in. */
const BARE_MS = 600_000
/** A connection that lasted as long has used its token well: the next refusal is a new story. */
const PROVEN_MS = 30_000

/** Supabase Realtime, and a way to end a connection that only looks alive. */
export interface SupabaseRealtime extends Transport {
  /** Drops a connection that looks open and is dead, and makes another. Does nothing when there is none. */
  readonly reset: () => void
}

/**
 * Supabase Realtime as a transport that never gives up: one socket, one channel for the lobby and one for each room.
 *
 * One state machine owns every attempt, as in `WebSocketClient`: a socket or a lobby that ends, in whatever way, ends the
 * connection, and the next one begins with a token that is good. See `realtimeConnection.ts` for why the library's own
 * reconnection is not used, and `realtimeListener.ts` for what counts as listening.
 */
export function createSupabaseRealtime(options: SupabaseRealtimeOptions): SupabaseRealtime {
  const { locate, auth, lobby, toFeed, toRoom, greet, deadlineMs = DEADLINE_MS, random } = options
  const state = createStore<TransportState>({ status: 'idle' })
  const backoff = createBackoff(random === undefined ? {} : { random })
  const hints = createNetworkHints()
  const frames = createListeners<Frame>()
  const roomEvents = createListeners<RoomEvent>()
  const channels = new Map<string, Listener>()
  let lobbyChannel: Listener | null = null
  /** Until then private channels are not asked for: the server takes five seconds to refuse one, and is deaf meanwhile. */
  let bareUntil = 0
  /** Rooms whose private channel is refused although the lobby's is not. */
  const bareRooms = new Set<string>()
  let connection: RealtimeConnection | null = null
  let epoch = 0
  /** Grows with every decision to connect or to stop, so that a late answer of an earlier one is ignored. */
  let run = 0
  let wasRenewed = false
  let connectedAt: number | null = null
  let stopWaiting = () => {}
  /** Stops listening to the page and to the sign-in; `null` while closed. */
  let stopWatching: (() => void) | null = null

  const isBare = () => performance.now() < bareUntil
  const toAllowed = (feed: Feed, isOpen = !isBare()): Feed =>
    isOpen ? feed : { ...feed, isPrivate: false, broadcasts: [], presence: null }

  const rooms = createRooms({
    join: (room) => new Promise((resolve, reject) => joinRoom(room, resolve, reject)),
    leave: (room) => {
      channels.get(room)?.close()
      channels.delete(room)
    },
    onEvent: roomEvents.tell,
  })

  const joinRoom = (room: string, onJoined: () => void, onRefused: (error: ConversationError) => void) => {
    if (connection === null) return onRefused(toDisconnected('join'))
    let isJoined = false
    channels.get(room)?.close()
    const events = {
      onFrame: frames.tell,
      onListening: () => {
        // Every further time the server had to start anew, for a renewed token or a changed table: catch up.
        if (isJoined) roomEvents.tell({ type: 'joined', room, acknowledged: true })
        isJoined = true
        onJoined()
      },
      onLost: (error: ConversationError) => {
        channels.delete(room)
        const mayBeBare = error.code === 'forbidden' && toFeed(room).isPrivate && !isBare() && !bareRooms.has(room)
        if (error.code === 'unauthorized') lose(error)
        else if (mayBeBare) {
          // Its table has policies of its own. The channel of that name has to be left before there can be another.
          bareRooms.add(room)
          setTimeout(() => joinRoom(room, onJoined, onRefused), 0)
        } else if (isJoined) rooms.lost(room)
        else onRefused(error)
      },
    }
    channels.set(room, connection.listen(toAllowed(toFeed(room), !isBare() && !bareRooms.has(room)), events))
  }

  const drop = () => {
    run += 1
    stopWaiting()
    connectedAt = null
    rooms.disconnected()
    channels.clear()
    lobbyChannel = null
    connection?.end()
    connection = null
  }

  const attempt = ({ renew }: { readonly renew: boolean }) => {
    drop()
    const mine = run
    state.set({ status: 'connecting', attempt: backoff.attempts() + 1 })
    open(mine, renew).catch((cause: unknown) => {
      if (mine === run) lose(toConversationError(cause, 'network_error', 'unable to connect to Supabase.'), true)
    })
  }

  const open = async (mine: number, renew: boolean) => {
    const [token, place] = [await auth({ renew }), await withLoadDeadline(locate)]
    if (mine !== run) return
    const opened = createRealtimeConnection({
      place,
      deadlineMs,
      onLost: (error) => {
        if (mine === run) lose(error)
      },
    })
    connection = opened
    // Before the first join: one that goes out without a token stays anonymous, and sees nothing, for good.
    await opened.setToken(token)
    if (mine !== run) return
    lobbyChannel = opened.listen(toAllowed(lobby), {
      onFrame: frames.tell,
      onListening: () => {
        if (mine !== run) return
        if (connectedAt === null) connected(token)
        // The server had to start anew, for a renewed token or a changed table: what happened meanwhile was not told.
        else state.set({ status: 'connected', epoch: (epoch += 1) })
      },
      onLost: (error) => {
        if (mine !== run) return
        const mayBeBare = error.code === 'forbidden' && lobby.isPrivate && !isBare() && connectedAt === null
        if (!mayBeBare) return lose(error)
        // A project without policies for private channels. Its tables have some of their own.
        bareUntil = performance.now() + BARE_MS
        attempt({ renew: false })
      },
    })
  }

  const connected = (token: string) => {
    connectedAt = Date.now()
    epoch += 1
    state.set({ status: 'connected', epoch })
    frames.tell({ name: 'session', payload: greet(token, { isBare: isBare() }) })
    rooms.setAcknowledging(true)
    rooms.connected()
  }

  /** `isFinal`: the token's own source says that there is none. */
  const lose = (error: ConversationError, isFinal = false) => {
    if (connectedAt !== null && Date.now() - connectedAt >= PROVEN_MS) wasRenewed = false
    drop()
    if (error.code !== 'unauthorized') return wait(error)
    if (isFinal || wasRenewed) {
      state.set({ status: 'unauthorized', error })
      return
    }
    wasRenewed = true
    attempt({ renew: true })
  }

  const wait = (error: ConversationError) => {
    const delayMs = backoff.next()
    const timer = setTimeout(() => attempt({ renew: false }), delayMs)
    stopWaiting = () => clearTimeout(timer)
    state.set({ status: 'waiting', attempt: backoff.attempts(), retryAt: Date.now() + delayMs, error })
  }

  const retry = () => {
    const { status } = state.get()
    if (status === 'connected') connection?.probe()
    if (status !== 'waiting' && status !== 'unauthorized') return
    wasRenewed = false
    attempt({ renew: status === 'unauthorized' })
  }

  const watch = () => {
    const stopHints = hints.subscribe((hint) => {
      if (hint !== 'offline') retry()
    })
    const stopSignIn = options.watchSignIn?.({
      onSignedIn: () => {
        bareUntil = 0
        bareRooms.clear()
        if (state.get().status === 'unauthorized') attempt({ renew: false })
      },
      onSignedOut: (error) => lose(error, true),
    })
    return () => {
      stopHints()
      stopSignIn?.()
    }
  }

  return {
    state,
    connect: () => {
      stopWatching ??= watch()
      if (state.get().status === 'idle') attempt({ renew: false })
      else retry()
    },
    disconnect: () => {
      stopWatching?.()
      stopWatching = null
      drop()
      backoff.reset()
      wasRenewed = false
      state.set({ status: 'idle' })
    },
    retry,
    reset: () => {
      if (connectedAt === null) return
      lose(new ConversationError('timeout', 'the connection to Supabase was lost; nobody answers. Connecting again.'))
    },
    confirmHealthy: () => {
      backoff.reset()
      wasRenewed = false
    },
    setAcknowledging: () => {},
    send: async (frame) => {
      if (connection === null || connectedAt === null) throw toDisconnected(`send "${frame.name}"`)
      const token = readToken(frame)
      if (token !== null) {
        await connection.setToken(token)
        frames.tell({ name: 'session', payload: greet(token, { isBare: isBare() }) })
        return undefined
      }
      const room = toRoom(frame)
      const channel = room === null ? lobbyChannel : channels.get(room)
      if (channel?.isListening() !== true) throw toDisconnected(`send "${frame.name}"`)
      if (channel.send(frame.name, frame.payload)) return undefined
      throw new ConversationError('unsupported', `unable to send "${frame.name}"; this channel has no such event.`)
    },
    subscribe: rooms.enter,
    unsubscribe: rooms.leave,
    onFrame: frames.add,
    onRoom: roomEvents.add,
  }
}

/**
 * Loads Supabase's client. The one place that imports it, and only when it is called.
 *
 * @throws ConversationError `unsupported` when it is not installed, or did not load.
 */
export async function loadRealtimeClient(): Promise<{
  readonly RealtimeClient: RealtimeClientClass
  readonly WebSocket: SocketClass
}> {
  try {
    // Inside `try`: bundlers then take a package that is not installed for optional.
    const { RealtimeClient } = await import('@supabase/supabase-js')
    if (typeof globalThis.WebSocket !== 'function')
      throw new Error('no WebSocket on this platform; Node has it since 22')
    return { RealtimeClient: RealtimeClient as unknown as RealtimeClientClass, WebSocket: globalThis.WebSocket }
  } catch (cause) {
    throw new ConversationError(
      'unsupported',
      'unable to load Supabase; add @supabase/supabase-js to the application, or check the network.',
      { cause },
    )
  }
}

function readToken({ name, payload }: Frame): string | null {
  if (name !== 'authenticate' || typeof payload !== 'object' || payload === null) return null
  return 'token' in payload && typeof payload.token === 'string' ? payload.token : null
}

function toDisconnected(what: string): ConversationError {
  return new ConversationError('disconnected', `unable to ${what}; the connection to Supabase is down.`)
}
