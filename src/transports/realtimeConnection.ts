import { ConversationError } from '../domain/errors.ts'
import { withoutWindowListeners } from '../lib/withoutWindowListeners.ts'
import { startHeartbeat } from './heartbeat.ts'
import { createListener, type Feed, type Listener, type ListenerEvents } from './realtimeListener.ts'
import type { RealtimeClientLike, RealtimeClientSettings, RealtimePlace, SocketLike } from './realtimeLibrary.ts'

export interface RealtimeConnectionOptions {
  readonly place: RealtimePlace
  /** How long a channel may take until it listens, in ms. */
  readonly deadlineMs: number
  readonly onLost: (error: ConversationError) => void
}

/** One WebSocket to Realtime, from its opening to its end. A connection that has ended is never used again. */
export interface RealtimeConnection {
  /** For the joins to come, and for the channels that have joined. */
  readonly setToken: (token: string) => Promise<void>
  readonly listen: (feed: Feed, events: ListenerEvents) => Listener
  /** Finds out at once whether anybody is still there. */
  readonly probe: () => void
  readonly end: () => void
}

const JOIN_TIMEOUT_MS = 10_000

/**
 * Uses Supabase's client for its protocol (channels, references, encoding) and for nothing else: it is allowed one socket.
 * Its own reconnection stops in a hidden page, rejoins with the token that has expired, and reports a lasting outage once;
 * so whoever owns this makes a new connection instead.
 */
export function createRealtimeConnection({ place, deadlineMs, onLost }: RealtimeConnectionOptions): RealtimeConnection {
  const listeners = new Set<Listener>()
  let socket: SocketLike | null = null
  let stopHeartbeat = () => {}
  let isOver = false
  let beats = 0

  const lose = (error: ConversationError) => {
    if (!isOver) onLost(error)
  }
  const openSocket = (url: string): object => {
    // Whatever the library tries after the first, it gets a socket that was never open.
    if (socket !== null || isOver) return { readyState: 3, bufferedAmount: 0, close: () => {}, send: () => {} }
    const opened = new place.WebSocket(url)
    socket = opened
    opened.addEventListener('message', heartbeat.heard)
    opened.addEventListener('close', onClose)
    return opened
  }
  const onClose = () => lose(new ConversationError('disconnected', 'the connection to Supabase was lost.'))

  const settings: RealtimeClientSettings = {
    params: { apikey: place.apiKey },
    timeout: JOIN_TIMEOUT_MS,
    reconnectAfterMs: () => 0,
    transport: function OneSocket(url: string) {
      return openSocket(url)
    },
  }
  const client: RealtimeClientLike = withoutWindowListeners(
    () => new place.RealtimeClient(place.endPoint, settings as never),
  )
  // With no channel left the library schedules a disconnect of its own; this one, which never joins, is always left.
  client.channel('unused', { config: {} } as never)

  const heartbeat = startHeartbeat({
    isOpen: () => socket?.readyState === 1,
    beat: () => client.push({ topic: 'phoenix', event: 'heartbeat', payload: {}, ref: `beat-${(beats += 1)}` }),
    // The server answers a join that it refuses after five seconds, and nothing else meanwhile.
    mayBeSilent: () => [...listeners].some((listener) => listener.isJoining()),
    onSilence: () => lose(new ConversationError('timeout', 'the connection to Supabase was lost; nobody answers.')),
  })
  stopHeartbeat = heartbeat.stop

  return {
    setToken: (token) => client.setAuth(token),
    listen: (feed, events) => {
      const listener = createListener({ client, feed, deadlineMs, events, onEnd: () => listeners.delete(listener) })
      listeners.add(listener)
      listener.start()
      return listener
    },
    probe: heartbeat.probe,
    end: () => {
      if (isOver) return
      isOver = true
      stopHeartbeat()
      for (const listener of [...listeners]) listener.abandon()
      if (socket === null) return
      const { onclose } = socket
      socket.removeEventListener('message', heartbeat.heard)
      socket.removeEventListener('close', onClose)
      // An error is still heard: to some sockets one that nobody hears is fatal.
      Object.assign(socket, { onopen: null, onmessage: null, onerror: () => {}, onclose: null })
      // Told at once, not when the other side has agreed: only then does the library end its timers.
      onclose?.({ code: 1000, reason: '', wasClean: true } as never)
      client.reconnectTimer.reset()
      socket.close()
    },
  }
}
