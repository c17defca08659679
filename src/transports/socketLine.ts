import { io, type Socket } from 'socket.io-client'
import type { Command } from '../domain/commands.ts'
import { ConversationError, toConversationError } from '../domain/errors.ts'
import { createBackoff } from '../lib/backoff.ts'
import { createListeners } from '../lib/listeners.ts'
import { createNetworkHints } from '../lib/networkHints.ts'
import { createStore } from '../lib/store.ts'
import { withDeadline } from '../lib/withDeadline.ts'
import { classifyRefusal } from './classifyRefusal.ts'
import { createRooms } from './rooms.ts'
import type { Frame, RoomEvent, Transport, TransportState } from './transport.ts'
import type { WebSocketClientOptions } from './webSocketClient.ts'

const CONNECT_TIMEOUT_MS = 10_000
const ACKNOWLEDGE_TIMEOUT_MS = 5_000

/**
 * A Socket.IO connection that never gives up. The one importer of `socket.io-client`, loaded late by `WebSocketClient`.
 *
 * Socket.IO's own reconnection is off: it does not retry a refused handshake or a server-side disconnect, it forgets how
 * to give up gracefully, and it replays what was emitted while offline. Here one state machine owns every attempt,
 * nothing is buffered, rooms are counted and joined again on every connection, and a refused token is renewed once
 * before it is called `unauthorized`.
 */
export function createSocketLine(options: WebSocketClientOptions): Transport {
  const { encode, readAcknowledgement, readJoin, answers = {}, random } = options
  const state = createStore<TransportState>({ status: 'idle' })
  const backoff = createBackoff(random === undefined ? {} : { random })
  const hints = createNetworkHints()
  const frames = createListeners<Frame>()
  const roomEvents = createListeners<RoomEvent>()
  /** One socket for the line's whole life: a second `io()` would be a second connection. */
  let socket: Socket | null = null
  let epoch = 0
  /** Grows with every decision to connect or to stop, so that a late answer of an earlier one is ignored. */
  let run = 0
  /** The token was refused: `wanted` until another one is there, then `tried`. */
  let renewal: 'none' | 'wanted' | 'tried' = 'none'
  let stopWaiting = () => {}
  let stopHints: (() => void) | null = null

  const send: Transport['send'] = async (frame, { timeoutMs } = {}) => {
    // Socket.IO would keep the packet and replay it after reconnecting, on top of whatever was retried meanwhile.
    if (socket === null || !socket.connected) {
      throw new ConversationError('disconnected', `unable to send "${frame.name}"; the connection is down.`)
    }
    const payload = frame.payload === undefined ? [] : [frame.payload]
    if (timeoutMs === undefined) {
      socket.emit(frame.name, ...payload)
      return undefined
    }
    const answer = Object.hasOwn(answers, frame.name) ? answers[frame.name] : undefined
    if (answer !== undefined) {
      socket.emit(frame.name, ...payload)
      return waitFor(answer, frame, timeoutMs)
    }
    try {
      return (await socket.timeout(timeoutMs).emitWithAck(frame.name, ...payload)) as unknown
    } catch (cause) {
      throw toUnanswered(frame, cause)
    }
  }

  const waitFor = async (answer: string, asked: Frame, timeoutMs: number): Promise<unknown> => {
    let undo = () => {}
    try {
      return await withDeadline(
        timeoutMs,
        () =>
          new Promise((resolve) => {
            undo = frames.add(({ name, payload }) => {
              if (name === answer) resolve(payload)
            })
          }),
        () => toUnanswered(asked),
      )
    } finally {
      undo()
    }
  }

  /** What the server has no word for is not said. */
  const say = async (command: Command, sendOptions?: { readonly timeoutMs?: number }): Promise<unknown> => {
    const frame = encode(command)
    return frame === null ? undefined : send(frame, sendOptions)
  }

  const rooms = createRooms({
    join: async (room, acknowledged) => {
      const timeout = acknowledged ? { timeoutMs: ACKNOWLEDGE_TIMEOUT_MS } : {}
      const answer = await say({ type: 'subscribe', conversationId: room }, timeout)
      const refusal = acknowledged ? (readAcknowledgement?.(answer) ?? null) : null
      if (refusal !== null) throw refusal
    },
    leave: (room) => {
      void say({ type: 'unsubscribe', conversationId: room }).catch(() => {})
    },
    confirms: readJoin === undefined ? 'never' : (options.confirms ?? 'always'),
    onEvent: roomEvents.tell,
  })

  const attempt = () => {
    const mine = ++run
    stopWaiting()
    state.set({ status: 'connecting', attempt: backoff.attempts() + 1 })
    options.auth({ renew: renewal === 'wanted' }).then(
      (auth) => {
        if (mine !== run) return
        if (renewal === 'wanted') renewal = 'tried'
        socket ??= createSocket()
        socket.auth = auth
        socket.connect()
      },
      (cause: unknown) => {
        if (mine !== run) return
        const error = toConversationError(cause, 'network_error', 'unable to connect; there is no token')
        if (error.code === 'unauthorized') state.set({ status: 'unauthorized', error })
        else wait(error)
      },
    )
  }

  const wait = (error: ConversationError) => {
    stopWaiting()
    const delayMs = backoff.next()
    const timer = setTimeout(attempt, delayMs)
    stopWaiting = () => clearTimeout(timer)
    state.set({ status: 'waiting', attempt: backoff.attempts(), retryAt: Date.now() + delayMs, error })
  }

  const retry = () => {
    const { status } = state.get()
    if (status !== 'waiting' && status !== 'unauthorized') return
    if (status === 'unauthorized') renewal = 'wanted'
    attempt()
  }

  const createSocket = (): Socket => {
    const created = io(options.url, {
      path: options.path ?? '/api/ws',
      autoConnect: false,
      reconnection: false,
      // A manager of its own: `io()` would otherwise share one with the application and be closed with it.
      forceNew: true,
      timeout: CONNECT_TIMEOUT_MS,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
    })
    created.on('connect', () => {
      renewal = 'none'
      epoch += 1
      if (options.greeting !== undefined) frames.tell(options.greeting)
      state.set({ status: 'connected', epoch })
      rooms.connected()
    })
    created.on('connect_error', (error) => refused(error, created.active))
    created.on('disconnect', (reason) => {
      rooms.disconnected()
      // Our own `disconnect` has said what to do already.
      if (reason === 'io client disconnect') return
      run += 1
      wait(new ConversationError('disconnected', `the connection was lost; ${reason}. Connecting again.`))
    })
    // A server's greeting may be delivered before `connect` is: listeners hear it all the same.
    created.onAny((name: string, payload: unknown) => {
      const frame = { name, payload }
      const join = readJoin?.(frame) ?? null
      if (join !== null) rooms.confirmed(join.room, join.error)
      frames.tell(frame)
    })
    return created
  }

  const refused = (cause: Error, isActive: boolean) => {
    if (state.get().status !== 'connecting') return
    const verdict = classifyRefusal(cause)
    if (isActive) {
      wait(new ConversationError('network_error', 'unable to connect; the server did not answer.', { cause }))
    } else if (verdict !== 'renew') {
      if (verdict === 'unknown') renewal = 'wanted'
      wait(new ConversationError('rate_limited', 'unable to connect; the server refused for now.', { cause }))
    } else if (renewal === 'none') {
      renewal = 'wanted'
      attempt()
    } else {
      const message = 'unable to connect; the server refused the token. Sign in again.'
      state.set({ status: 'unauthorized', error: new ConversationError('unauthorized', message, { cause }) })
    }
  }

  return {
    state,
    connect: () => {
      stopHints ??= hints.subscribe((hint) => {
        if (hint !== 'offline') retry()
      })
      if (state.get().status === 'idle') attempt()
      else retry()
    },
    disconnect: () => {
      run += 1
      stopHints?.()
      stopHints = null
      stopWaiting()
      backoff.reset()
      rooms.disconnected()
      socket?.disconnect()
      state.set({ status: 'idle' })
    },
    retry,
    reset: () => {
      if (state.get().status !== 'connected') return
      run += 1
      // Said by this side, so that the socket's own `disconnect` event has nothing to add.
      socket?.disconnect()
      rooms.disconnected()
      wait(new ConversationError('timeout', 'the connection was lost; the server does not answer. Connecting again.'))
    },
    confirmHealthy: backoff.reset,
    setAcknowledging: rooms.setAcknowledging,
    send,
    subscribe: rooms.enter,
    unsubscribe: rooms.leave,
    onFrame: frames.add,
    onRoom: roomEvents.add,
  }
}

function toUnanswered({ name }: Frame, cause?: unknown): ConversationError {
  return new ConversationError('timeout', `unable to send "${name}"; the server did not answer in time.`, { cause })
}
