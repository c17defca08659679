import { io, type Socket } from 'socket.io-client'
import type { Command } from '../domain/commands.ts'
import { ConversationError, toConversationError } from '../domain/errors.ts'
import { createBackoff, type Backoff } from '../lib/backoff.ts'
import { createNetworkHints } from '../lib/networkHints.ts'
import { createStore, type Readable } from '../lib/store.ts'
import { withDeadline } from '../lib/withDeadline.ts'
import { classifyRefusal } from './classifyRefusal.ts'
import { createRooms, type JoinConfirmation, type Rooms } from './rooms.ts'
import type { Frame, RoomEvent, Transport, TransportState } from './transport.ts'

export interface WebSocketClientOptions {
  /** The server's origin, e.g. `https://chat.example.com`. */
  readonly url: string
  /** Where Socket.IO is mounted. Default `/api/ws`. */
  readonly path?: string | undefined
  /** Makes the handshake's payload. `renew` is `true` after the server has refused the last one. */
  readonly auth: (request: { readonly renew: boolean }) => Promise<Record<string, unknown>>
  /** The server's words for what this client asks of it. */
  readonly encode: (command: Command) => Frame | null
  /** Reads an acknowledgement; returns the server's refusal, or `null` when all is well. Default: all is well. */
  readonly readAcknowledgement?: ((answer: unknown) => ConversationError | null) | undefined
  /**
   * Reads the event by which this server tells what became of a join; `null` for any other. `room: null` where it does not
   * say of which. Default: there is no such event, and a join is assumed where it is not acknowledged.
   */
  readonly readJoin?: ((frame: Frame) => JoinAnswer | null) | undefined
  /** Whether that event can be relied on: `always` asks again until it comes, `maybe` does without. Default `always`. */
  readonly confirms?: Exclude<JoinConfirmation, 'never'> | undefined
  /** Which event answers a frame, by name, where no acknowledgement does: `{ ping: 'pong' }`. Default: none. */
  readonly answers?: Readonly<Record<string, string>> | undefined
  /** What a server that never greets would say of itself: delivered as if it had, with every connection. Default: nothing. */
  readonly greeting?: Frame | undefined
  /** Randomness in [0, 1) for the back-off's jitter. Default `Math.random`. */
  readonly random?: (() => number) | undefined
}

/** What became of a join, as the server tells by an event. */
export interface JoinAnswer {
  readonly room: string | null
  /** The refusal, or `null` when it was joined. */
  readonly error: ConversationError | null
}

const CONNECT_TIMEOUT_MS = 10_000
const ACKNOWLEDGE_TIMEOUT_MS = 5_000

/**
 * A Socket.IO connection that never gives up.
 *
 * Socket.IO's own reconnection is off: it does not retry a refused handshake or a server-side disconnect, it forgets how
 * to give up gracefully, and it replays what was emitted while offline. Here one state machine owns every attempt,
 * nothing is buffered, rooms are counted and joined again on every connection, and a refused token is renewed once
 * before it is called `unauthorized`.
 *
 * @example
 * const client = createChatEngineSocket({ url: 'https://chat.example.com', tokenEndpoint: '/api/token', workspaceId: 'w1' })
 * client.on('message', (message) => console.log(message.id))
 * client.subscribe('conversation-1')
 * client.connect()
 */
export class WebSocketClient<Events extends object = Record<string, unknown>> implements Transport {
  readonly state: Readable<TransportState>
  readonly #state = createStore<TransportState>({ status: 'idle' })
  readonly #options: WebSocketClientOptions
  readonly #backoff: Backoff
  readonly #rooms: Rooms
  readonly #hints = createNetworkHints()
  readonly #frameListeners = new Set<(frame: Frame) => void>()
  readonly #roomListeners = new Set<(event: RoomEvent) => void>()
  readonly #handlers = new Map<PropertyKey, Map<unknown, () => void>>()
  /** One socket for the client's whole life: a second `io()` would be a second connection. */
  #socket: Socket | null = null
  #epoch = 0
  /** Grows with every decision to connect or to stop, so that a late answer of an earlier one is ignored. */
  #run = 0
  /** The token was refused: `wanted` until another one is there, then `tried`. */
  #renewal: 'none' | 'wanted' | 'tried' = 'none'
  #stopWaiting = () => {}
  #stopHints: (() => void) | null = null

  constructor(options: WebSocketClientOptions) {
    this.#options = options
    this.#backoff = createBackoff(options.random === undefined ? {} : { random: options.random })
    this.#rooms = createRooms({
      join: async (room, acknowledged) => {
        const timeout = acknowledged ? { timeoutMs: ACKNOWLEDGE_TIMEOUT_MS } : {}
        const answer = await this.#say({ type: 'subscribe', conversationId: room }, timeout)
        const refusal = acknowledged ? (options.readAcknowledgement?.(answer) ?? null) : null
        if (refusal !== null) throw refusal
      },
      leave: (room) => {
        void this.#say({ type: 'unsubscribe', conversationId: room }).catch(() => {})
      },
      confirms: options.readJoin === undefined ? 'never' : (options.confirms ?? 'always'),
      onEvent: (event) => {
        for (const listener of [...this.#roomListeners]) listener(event)
      },
    })
    this.state = this.#state
  }

  get isConnected(): boolean {
    return this.#state.get().status === 'connected'
  }

  /** Opens the connection and keeps it open until `disconnect`. Calling it again tries at once. */
  connect(): void {
    this.#stopHints ??= this.#hints.subscribe((hint) => {
      if (hint !== 'offline') this.retry()
    })
    const { status } = this.#state.get()
    if (status === 'idle') this.#attempt()
    else this.retry()
  }

  /** Closes the connection. Rooms are remembered for the next `connect`. */
  disconnect(): void {
    this.#run += 1
    this.#stopHints?.()
    this.#stopHints = null
    this.#stopWaiting()
    this.#backoff.reset()
    this.#rooms.disconnected()
    this.#socket?.disconnect()
    this.#state.set({ status: 'idle' })
  }

  /** Connects now instead of waiting; does nothing when connected, connecting or disconnected on purpose. */
  retry(): void {
    const { status } = this.#state.get()
    if (status !== 'waiting' && status !== 'unauthorized') return
    if (status === 'unauthorized') this.#renewal = 'wanted'
    this.#attempt()
  }

  /** Drops a connection that looks open and does not answer, and makes another. */
  reset(): void {
    if (this.#state.get().status !== 'connected') return
    this.#run += 1
    // Said by this side, so that the socket's own `disconnect` event has nothing to add.
    this.#socket?.disconnect()
    this.#rooms.disconnected()
    this.#wait(
      new ConversationError('timeout', 'the connection was lost; the server does not answer. Connecting again.'),
    )
  }

  confirmHealthy(): void {
    this.#backoff.reset()
  }

  /** Joins a conversation's room, now and after every reconnect, until `unsubscribe` was called as often. */
  subscribe(conversationId: string): void {
    this.#rooms.enter(conversationId)
  }

  unsubscribe(conversationId: string): void {
    this.#rooms.leave(conversationId)
  }

  /** Tells the others that this user is writing. Lost without a trace while disconnected, as it should be. */
  emitTyping(conversationId: string, isTyping: boolean): void {
    void this.#say({ type: 'notifyTyping', conversationId, isTyping }).catch(() => {})
  }

  /** Hears one of the server's events as it came, not validated. Returns its undo. */
  on<Name extends keyof Events & string>(name: Name, handler: (payload: Events[Name]) => void): () => void {
    this.off(name, handler)
    const undo = this.onFrame((frame) => {
      if (frame.name === name) handler(frame.payload as Events[Name])
    })
    const undos = this.#handlers.get(name) ?? new Map<unknown, () => void>()
    this.#handlers.set(name, undos.set(handler, undo))
    return () => this.off(name, handler)
  }

  off<Name extends keyof Events & string>(name: Name, handler: (payload: Events[Name]) => void): void {
    const undos = this.#handlers.get(name)
    undos?.get(handler)?.()
    undos?.delete(handler)
  }

  async send(frame: Frame, { timeoutMs }: { readonly timeoutMs?: number } = {}): Promise<unknown> {
    const socket = this.#socket
    // Socket.IO would keep the packet and replay it after reconnecting, on top of whatever was retried meanwhile.
    if (socket === null || !socket.connected) {
      throw new ConversationError('disconnected', `unable to send "${frame.name}"; the connection is down.`)
    }
    const payload = frame.payload === undefined ? [] : [frame.payload]
    if (timeoutMs === undefined) {
      socket.emit(frame.name, ...payload)
      return undefined
    }
    const answer = this.#answerOf(frame)
    if (answer !== null) {
      socket.emit(frame.name, ...payload)
      return this.#waitFor(answer, frame, timeoutMs)
    }
    try {
      return (await socket.timeout(timeoutMs).emitWithAck(frame.name, ...payload)) as unknown
    } catch (cause) {
      throw toUnanswered(frame, cause)
    }
  }

  #answerOf({ name }: Frame): string | null {
    const { answers = {} } = this.#options
    return Object.hasOwn(answers, name) ? (answers[name] ?? null) : null
  }

  async #waitFor(answer: string, asked: Frame, timeoutMs: number): Promise<unknown> {
    let undo = () => {}
    try {
      return await withDeadline(
        timeoutMs,
        () =>
          new Promise((resolve) => {
            undo = this.onFrame(({ name, payload }) => {
              if (name === answer) resolve(payload)
            })
          }),
        () => toUnanswered(asked),
      )
    } finally {
      undo()
    }
  }

  onFrame(listener: (frame: Frame) => void): () => void {
    this.#frameListeners.add(listener)
    return () => {
      this.#frameListeners.delete(listener)
    }
  }

  onRoom(listener: (event: RoomEvent) => void): () => void {
    this.#roomListeners.add(listener)
    return () => {
      this.#roomListeners.delete(listener)
    }
  }

  setAcknowledging(acknowledges: boolean): void {
    this.#rooms.setAcknowledging(acknowledges)
  }

  /** What the server has no word for is not said. */
  async #say(command: Command, options?: { readonly timeoutMs?: number }): Promise<unknown> {
    const frame = this.#options.encode(command)
    return frame === null ? undefined : this.send(frame, options)
  }

  #attempt(): void {
    const run = ++this.#run
    this.#stopWaiting()
    this.#state.set({ status: 'connecting', attempt: this.#backoff.attempts() + 1 })
    this.#options.auth({ renew: this.#renewal === 'wanted' }).then(
      (auth) => {
        if (run !== this.#run) return
        if (this.#renewal === 'wanted') this.#renewal = 'tried'
        const socket = (this.#socket ??= this.#createSocket())
        socket.auth = auth
        socket.connect()
      },
      (cause: unknown) => {
        if (run !== this.#run) return
        const error = toConversationError(cause, 'network_error', 'unable to connect; there is no token')
        if (error.code === 'unauthorized') this.#state.set({ status: 'unauthorized', error })
        else this.#wait(error)
      },
    )
  }

  #wait(error: ConversationError): void {
    this.#stopWaiting()
    const delayMs = this.#backoff.next()
    const timer = setTimeout(() => this.#attempt(), delayMs)
    this.#stopWaiting = () => clearTimeout(timer)
    this.#state.set({
      status: 'waiting',
      attempt: this.#backoff.attempts(),
      retryAt: Date.now() + delayMs,
      error,
    })
  }

  #createSocket(): Socket {
    const socket = io(this.#options.url, {
      path: this.#options.path ?? '/api/ws',
      autoConnect: false,
      reconnection: false,
      // A manager of its own: `io()` would otherwise share one with the application and be closed with it.
      forceNew: true,
      timeout: CONNECT_TIMEOUT_MS,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
    })
    socket.on('connect', () => {
      this.#renewal = 'none'
      this.#epoch += 1
      if (this.#options.greeting !== undefined) this.#deliver(this.#options.greeting)
      this.#state.set({ status: 'connected', epoch: this.#epoch })
      this.#rooms.connected()
    })
    socket.on('connect_error', (error) => this.#refused(error, socket.active))
    socket.on('disconnect', (reason) => {
      this.#rooms.disconnected()
      // Our own `disconnect` has said what to do already.
      if (reason === 'io client disconnect') return
      this.#run += 1
      this.#wait(new ConversationError('disconnected', `the connection was lost; ${reason}. Connecting again.`))
    })
    // A server's greeting may be delivered before `connect` is: listeners hear it all the same.
    socket.onAny((name: string, payload: unknown) => {
      const frame = { name, payload }
      const join = this.#options.readJoin?.(frame) ?? null
      if (join !== null) this.#rooms.confirmed(join.room, join.error)
      this.#deliver(frame)
    })
    return socket
  }

  #deliver(frame: Frame): void {
    for (const listener of [...this.#frameListeners]) listener(frame)
  }

  #refused(error: Error, isActive: boolean): void {
    if (this.#state.get().status !== 'connecting') return
    const verdict = classifyRefusal(error)
    if (isActive) {
      this.#wait(
        new ConversationError('network_error', 'unable to connect; the server did not answer.', { cause: error }),
      )
    } else if (verdict !== 'renew') {
      if (verdict === 'unknown') this.#renewal = 'wanted'
      this.#wait(
        new ConversationError('rate_limited', 'unable to connect; the server refused for now.', { cause: error }),
      )
    } else if (this.#renewal === 'none') {
      this.#renewal = 'wanted'
      this.#attempt()
    } else {
      this.#state.set({
        status: 'unauthorized',
        error: new ConversationError(
          'unauthorized',
          'unable to connect; the server refused the token. Sign in again.',
          {
            cause: error,
          },
        ),
      })
    }
  }
}

function toUnanswered({ name }: Frame, cause?: unknown): ConversationError {
  return new ConversationError('timeout', `unable to send "${name}"; the server did not answer in time.`, { cause })
}
