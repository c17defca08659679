import { ConversationError } from '../domain/errors.ts'
import type { DomainEvent } from '../domain/events.ts'
import { createStore } from '../lib/store.ts'
import { createRooms } from '../transports/rooms.ts'
import type { Frame, RoomEvent, Transport, TransportState } from '../transports/transport.ts'

/** What holds for every line to a server, those that are opened later too. */
export interface FakeDoor {
  isUp: boolean
  refusal: ConversationError | null
  answerDelayMs: number
  readonly answers: Map<string, ConversationError | 'hanging' | null>
}

export interface FakeTransportOptions {
  readonly door: FakeDoor
  readonly acknowledges: boolean
  /** What the server says of itself after each connection; `null` for a base server. */
  readonly greeting: () => DomainEvent | null
}

/** A transport whose line is cut and mended by hand. */
export interface FakeTransport extends Transport {
  /** The line breaks; it stays broken until `restore`. With the reason, where it is another than that. */
  readonly drop: (reason?: ConversationError) => void
  readonly restore: () => void
  /** The line is whole again, and this side finds out with its next attempt. */
  readonly mend: () => void
  /** The line stays open and is dead: nothing comes through, and nothing is answered. */
  readonly freeze: () => void
  /** It has listened anew without a break: what happened in between was not told. */
  readonly renew: () => void
  /** Why nobody is let in; who is connected is sent away. `null`: everybody is, and whoever waits at the door. */
  readonly setRefusal: (refusal: ConversationError | null) => void
  /** What is asked with a deadline is answered so late, in ms. */
  readonly setAnswerDelay: (delayMs: number) => void
  /** What becomes of asking for a room from now on: it is refused with this error, or never answered. `null`: it is joined. */
  readonly setRoom: (room: string, answer: ConversationError | 'hanging' | null) => void
  /** Brings events to the other side, if the line is up. */
  readonly deliver: (events: readonly DomainEvent[]) => void
  readonly isJoined: (room: string) => boolean
  /** Frames that were sent. */
  readonly sent: readonly Frame[]
  /** How often the line has proven itself. */
  readonly confirmations: () => number
}

/** Creates a transport that connects at once while its line is up. */
export function createFakeTransport({ door, acknowledges, greeting }: FakeTransportOptions): FakeTransport {
  const state = createStore<TransportState>({ status: 'idle' })
  const frameListeners = new Set<(frame: Frame) => void>()
  const roomListeners = new Set<(event: RoomEvent) => void>()
  const joined = new Set<string>()
  const sent: Frame[] = []
  let isFrozen = false
  let epoch = 0
  let confirmations = 0

  const isConnected = () => state.get().status === 'connected'
  const isWaiting = () => ['waiting', 'unauthorized'].includes(state.get().status)
  const deliver = (events: readonly DomainEvent[]) => {
    if (!isConnected() || isFrozen) return
    for (const listener of [...frameListeners]) listener({ name: 'events', payload: structuredClone(events) })
  }
  const wait = async (delayMs: number) => {
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
  }
  const send: Transport['send'] = async (frame, { timeoutMs } = {}) => {
    if (!isConnected()) throw new ConversationError('disconnected', 'unable to send; the connection is down.')
    const answeredIn = isFrozen ? Infinity : door.answerDelayMs
    if (timeoutMs !== undefined) await wait(Math.min(answeredIn, timeoutMs))
    if (timeoutMs !== undefined && answeredIn > timeoutMs) {
      throw new ConversationError('timeout', 'unable to send; the server did not answer in time.')
    }
    sent.push(frame)
    return { ok: true }
  }
  const rooms = createRooms({
    join: async (room) => {
      await send({ name: 'join', payload: room })
      const answer = door.answers.get(room) ?? null
      if (answer === 'hanging') await new Promise(() => {})
      else if (answer !== null) throw answer
      joined.add(room)
    },
    leave: (room) => {
      joined.delete(room)
    },
    onEvent: (event) => {
      for (const listener of [...roomListeners]) listener(event)
    },
  })
  const leaveRooms = () => {
    joined.clear()
    rooms.disconnected()
  }
  const up = () => {
    if (door.refusal !== null) {
      state.set({ status: 'unauthorized', error: door.refusal })
      return
    }
    epoch += 1
    isFrozen = false
    state.set({ status: 'connected', epoch })
    rooms.connected()
    const event = greeting()
    if (event) deliver([event])
  }
  const waitForLine = (error = new ConversationError('disconnected', 'the connection was lost')) => {
    state.set({
      status: 'waiting',
      attempt: 1,
      retryAt: Date.now() + 1000,
      error,
    })
  }

  return {
    state,
    connect: () => {
      if (isConnected()) return
      state.set({ status: 'connecting', attempt: 1 })
      if (door.isUp) up()
      else waitForLine()
    },
    disconnect: () => {
      leaveRooms()
      state.set({ status: 'idle' })
    },
    retry: () => {
      if (door.isUp && isWaiting()) up()
    },
    reset: () => {
      if (!isConnected()) return
      leaveRooms()
      waitForLine()
      // Whoever was told may have let go of this line meanwhile.
      if (door.isUp && state.get().status === 'waiting') up()
    },
    confirmHealthy: () => {
      confirmations += 1
    },
    setAcknowledging: () => rooms.setAcknowledging(acknowledges),
    send,
    subscribe: rooms.enter,
    unsubscribe: rooms.leave,
    onFrame: (listener) => {
      frameListeners.add(listener)
      return () => {
        frameListeners.delete(listener)
      }
    },
    onRoom: (listener) => {
      roomListeners.add(listener)
      return () => {
        roomListeners.delete(listener)
      }
    },
    drop: (reason) => {
      door.isUp = false
      if (!isConnected()) return
      leaveRooms()
      waitForLine(reason)
    },
    restore: () => {
      door.isUp = true
      if (isWaiting()) up()
    },
    setRefusal: (next) => {
      door.refusal = next
      const hasToLeave = next !== null && isConnected()
      if (hasToLeave) leaveRooms()
      if (hasToLeave || (door.isUp && isWaiting())) up()
    },
    mend: () => {
      door.isUp = true
    },
    freeze: () => {
      isFrozen = true
    },
    renew: () => {
      if (!isConnected()) return
      epoch += 1
      state.set({ status: 'connected', epoch })
    },
    setAnswerDelay: (delayMs) => {
      door.answerDelayMs = delayMs
    },
    setRoom: (room, answer) => void door.answers.set(room, answer),
    deliver,
    isJoined: (room) => joined.has(room),
    sent,
    confirmations: () => confirmations,
  }
}
