import { io, type Socket } from 'socket.io-client'
import type { EventPayload } from './wire.ts'

export interface RecorderOptions {
  /** Where Socket.IO is mounted. Default ChatEngine's `/api/ws`. */
  readonly path?: string
  readonly token?: unknown
  readonly workspaceId?: unknown
  readonly transports?: string[]
  readonly headers?: Record<string, string>
}

export interface Recorded<Payload = EventPayload> {
  readonly name: string
  readonly payload: Payload
}

export type Refusal = Error & { readonly data?: { readonly code?: string } }

/** A client that remembers all it hears; `Payload` is what tests read of it. */
export interface Recorder<Payload = EventPayload> {
  readonly socket: Socket
  readonly events: readonly Recorded<Payload>[]
  readonly connected: () => Promise<void>
  /** Rejected with the server's refusal. */
  readonly refused: () => Promise<Refusal>
  /** Why the connection ended. */
  readonly ended: () => Promise<string>
  /** Resolves when an event was heard that matches, also if that was before. */
  readonly heard: (name: string, isWanted?: (payload: Payload) => boolean) => Promise<Payload>
  readonly all: (name: string) => readonly Payload[]
  /** Sends and resolves to the acknowledgement. */
  readonly ask: (name: string, ...payload: readonly unknown[]) => Promise<EventPayload>
}

const PATIENCE_MS = 5_000

export function connectRecorder(
  url: string,
  { path = '/api/ws', token, workspaceId, transports, headers }: RecorderOptions,
): Recorder {
  const socket = io(url, {
    path,
    forceNew: true,
    reconnection: false,
    transports: transports ?? ['websocket'],
    auth: { ...(token !== undefined && { token }), ...(workspaceId !== undefined && { workspaceId }) },
    ...(headers !== undefined && { extraHeaders: headers }),
  })
  const events: Recorded[] = []
  const listeners = new Set<() => void>()
  const wake = () => {
    for (const listener of listeners) listener()
  }
  let refusal: Refusal | undefined
  let reason: string | undefined
  socket.onAny((name: string, payload: EventPayload) => {
    events.push({ name, payload })
    wake()
  })
  socket.on('connect', wake)
  socket.on('disconnect', (why) => {
    reason = why
    wake()
  })
  socket.on('connect_error', (error) => {
    refusal = error
    wake()
  })

  const until = <T>(what: string, read: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const value = read()
        if (value === undefined) return
        finish()
        resolve(value)
      }
      const timer = setTimeout(() => {
        finish()
        const names = events.map(({ name }) => name).join(', ')
        reject(new Error(`"${what}" was not heard; heard ${names || 'nothing'}`))
      }, PATIENCE_MS)
      const finish = () => {
        clearTimeout(timer)
        listeners.delete(look)
      }
      listeners.add(look)
      look()
    })

  return {
    socket,
    events,
    connected: async () => void (await until('connect', () => socket.connected || undefined)),
    refused: () => until('connect_error', () => refusal),
    ended: () => until('disconnect', () => reason),
    heard: (name, isWanted = () => true) =>
      until(name, () => events.find((event) => event.name === name && isWanted(event.payload))?.payload),
    all: (name) => events.filter((event) => event.name === name).map(({ payload }) => payload),
    ask: (name, ...payload) => socket.timeout(PATIENCE_MS).emitWithAck(name, ...payload),
  }
}
