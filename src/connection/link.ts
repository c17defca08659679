import type { Backend, Gateway } from '../backends/backend.ts'
import type { TokenSource } from '../auth/chatEngineJwt.ts'
import type { Capability } from '../domain/capability.ts'
import type { Command } from '../domain/commands.ts'
import { ConversationError } from '../domain/errors.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { ConversationId } from '../domain/ids.ts'
import { createFrameScheduler, hasFrames } from '../lib/frameScheduler.ts'
import { createListeners } from '../lib/listeners.ts'
import { createStore, type Readable } from '../lib/store.ts'
import { createHeartbeat } from './heartbeat.ts'
import { GREETING_GRACE_MS } from '../transports/greeting.ts'
import type { Frame, RoomEvent, Transport, TransportState } from '../transports/transport.ts'

/** A transport that speaks the domain's language: what goes in are commands, what comes out are events. */
export interface Link {
  /** `connected` only once it is clear what this server can do: after its greeting, or when none came. */
  readonly state: Readable<TransportState>
  readonly capabilities: Readable<ReadonlySet<Capability>>
  readonly gateway: Gateway
  readonly tokens: TokenSource
  readonly transport: Transport
  readonly kind: 'socket' | 'supabase'
  /** Loads what it will need, as long as there is a network; see `BackendSession`. Never throws. */
  readonly preload: () => void
  readonly open: () => void
  readonly close: () => void
  /** Asks for a conversation's events, through every reconnect, until the undo is called. Counted. */
  readonly watch: (conversationId: ConversationId) => () => void
  /** Nothing is buffered: it rejects while the link is down. */
  readonly send: (command: Command) => Promise<unknown>
  readonly onEvents: (listener: (events: readonly DomainEvent[]) => void) => () => void
  /** A conversation's events flow from now on: what came before must be fetched. */
  readonly onWatched: (listener: (event: RoomEvent) => void) => () => void
}

/** Joins a backend's transport, dialect and token into one link. Opens nothing. */
export function createLink(backend: Backend): Link {
  const { transport, dialect, gateway, tokens, capabilities, setCapabilities, preload } = backend.start()
  const heard = createListeners<readonly DomainEvent[]>()
  let stops: readonly (() => void)[] = []
  const state = createStore<TransportState>(transport.state.get())
  let greetingTimer: ReturnType<typeof setTimeout> | undefined
  let isGreeted = false
  const say = async (command: Command, options?: Parameters<Transport['send']>[1]) => {
    const frame = dialect.encode(command)
    if (frame === null) throw new ConversationError('unsupported', `unable to ${command.type}; ${backend.name} cannot.`)
    return transport.send(frame, options)
  }
  const heartbeat = createHeartbeat({
    ping: (timeoutMs) => say({ type: 'ping' }, { timeoutMs }),
    onDead: transport.reset.bind(transport),
  })

  /** What has come and may wait. */
  const waiting: Frame[] = []
  const read = () => {
    // Once for all: to ask what time it is takes half as long as to read a frame.
    heartbeat.noteTraffic()
    const events: DomainEvent[] = []
    for (const frame of waiting.splice(0)) {
      for (const event of dialect.decode(frame)) {
        handleSession(event)
        events.push(event)
      }
    }
    heard.tell(events)
  }
  const reading = createFrameScheduler(read)
  /** Whoever is told may throw: what happens to the line itself goes on all the same. */
  const readWaiting = () => {
    try {
      reading.flush()
    } catch (error) {
      // What waits, waits in a page: there is somewhere to report it.
      reportError(error)
    }
  }
  // Before anybody else is told: what came before a conversation was joined is not heard, and what came after it is.
  transport.onRoom(readWaiting)
  const onFrame = (frame: Frame) => {
    // A hidden page has no frames, and its timers may take a minute: there nothing waits.
    const mayWait = dialect.canWait?.(frame) && hasFrames()
    if (!mayWait) readWaiting()
    waiting.push(frame)
    if (mayWait) reading.schedule()
    else read()
  }

  const handleSession = (event: DomainEvent) => {
    if (event.type === 'session.started') {
      tokens.noteServerTime(event.serverTime)
      greeted(event.capabilities)
      transport.setAcknowledging(event.capabilities.includes('acks'))
    } else if (event.type === 'session.tokenExpiring' || isTokenExpired(event)) {
      // Whoever keeps the token fresh is told of the new one, and sends it on.
      tokens.get({ reason: 'expiring', unlike: tokens.peek() }).catch(() => {})
    }
  }

  /** A base server never greets; what an extended one announced in an earlier connection does not hold any more. */
  const greeted = (announced: readonly Capability[]) => {
    clearTimeout(greetingTimer)
    isGreeted = true
    setCapabilities(announced)
    if (announced.includes('ping')) heartbeat.start()
    // The greeting may be delivered before the connection itself is announced.
    if (transport.state.get().status === 'connected') state.set(transport.state.get())
  }

  const onState = () => {
    // What the line has told belongs to what it was.
    readWaiting()
    clearTimeout(greetingTimer)
    const next = transport.state.get()
    if (next.status !== 'connected') {
      isGreeted = false
      heartbeat.stop()
    }
    if (next.status !== 'connected' || isGreeted) state.set(next)
    else greetingTimer = setTimeout(() => greeted([]), GREETING_GRACE_MS)
  }

  return {
    state,
    capabilities,
    gateway,
    tokens,
    transport,
    kind: backend.kind,
    preload: () => {
      preload?.().catch(() => {})
    },
    open: () => {
      if (stops.length > 0) return
      stops = [
        transport.onFrame(onFrame),
        transport.state.subscribe(onState),
        tokens.keepFresh((token) => {
          // Somebody has signed in meanwhile.
          if (transport.state.get().status === 'unauthorized') transport.retry()
          if (!capabilities.get().has('authenticate')) return
          say({ type: 'authenticate', token }).catch(() => {})
        }),
      ]
      transport.connect()
    },
    close: () => {
      transport.disconnect()
      reading.cancel()
      heartbeat.stop()
      clearTimeout(greetingTimer)
      for (const stop of stops) stop()
      stops = []
    },
    watch: (conversationId) => {
      transport.subscribe(conversationId)
      return () => transport.unsubscribe(conversationId)
    },
    send: say,
    onEvents: heard.add,
    onWatched: transport.onRoom.bind(transport),
  }
}

function isTokenExpired(event: DomainEvent): boolean {
  return event.type === 'session.failed' && event.code === 'TOKEN_EXPIRED'
}
