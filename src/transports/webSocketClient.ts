import type { Command } from '../domain/commands.ts'
import type { ConversationError } from '../domain/errors.ts'
import type { Readable } from '../lib/store.ts'
import { createLateTransport } from './lateTransport.ts'
import type { JoinConfirmation } from './rooms.ts'
import { socketCode } from './socketCode.ts'
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

/**
 * A Socket.IO connection that never gives up. What makes it, Socket.IO itself above all, is loaded with the first
 * `connect`: history and lists are there without it.
 *
 * @example
 * const client = createChatEngineSocket({ url: 'https://chat.example.com', tokenEndpoint: '/api/token', workspaceId: 'w1' })
 * client.on('message', (message) => console.log(message.id))
 * client.subscribe('conversation-1')
 * client.connect()
 */
export class WebSocketClient<Events extends object = Record<string, unknown>> implements Transport {
  readonly state: Readable<TransportState>
  readonly #line: Transport
  readonly #load: () => Promise<Transport>
  readonly #encode: WebSocketClientOptions['encode']
  readonly #handlers = new Map<PropertyKey, Map<unknown, () => void>>()

  constructor(options: WebSocketClientOptions) {
    this.#encode = options.encode
    this.#load = async () => (await socketCode.load()).createSocketLine(options)
    this.#line = createLateTransport(this.#load)
    this.state = this.#line.state
  }

  get isConnected(): boolean {
    return this.state.get().status === 'connected'
  }

  /** Loads what `connect` needs, for a connection that may have to be made when nothing can be loaded any more. */
  async preload(): Promise<void> {
    await this.#load()
  }

  /** Opens the connection and keeps it open until `disconnect`. Calling it again tries at once. */
  connect(): void {
    this.#line.connect()
  }

  /** Closes the connection. Rooms are remembered for the next `connect`. */
  disconnect(): void {
    this.#line.disconnect()
  }

  /** Connects now instead of waiting; does nothing when connected, connecting or disconnected on purpose. */
  retry(): void {
    this.#line.retry()
  }

  /** Drops a connection that looks open and does not answer, and makes another. */
  reset(): void {
    this.#line.reset()
  }

  confirmHealthy(): void {
    this.#line.confirmHealthy()
  }

  /** Joins a conversation's room, now and after every reconnect, until `unsubscribe` was called as often. */
  subscribe(conversationId: string): void {
    this.#line.subscribe(conversationId)
  }

  unsubscribe(conversationId: string): void {
    this.#line.unsubscribe(conversationId)
  }

  /** Tells the others that this user is writing. Lost without a trace while disconnected, as it should be. */
  emitTyping(conversationId: string, isTyping: boolean): void {
    const frame = this.#encode({ type: 'notifyTyping', conversationId, isTyping })
    if (frame !== null) this.send(frame).catch(() => {})
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

  async send(frame: Frame, options?: { readonly timeoutMs?: number }): Promise<unknown> {
    return this.#line.send(frame, options)
  }

  onFrame(listener: (frame: Frame) => void): () => void {
    return this.#line.onFrame(listener)
  }

  onRoom(listener: (event: RoomEvent) => void): () => void {
    return this.#line.onRoom(listener)
  }

  setAcknowledging(acknowledges: boolean): void {
    this.#line.setAcknowledging(acknowledges)
  }
}
