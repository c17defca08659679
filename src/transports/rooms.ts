import { ConversationError } from '../domain/errors.ts'
import { createBackoff } from '../lib/backoff.ts'
import type { RoomEvent } from './transport.ts'

export interface RoomsOptions {
  /** Asks the server for a room; resolves when it has confirmed, at once when it never does. */
  readonly join: (room: string, acknowledged: boolean) => Promise<void>
  readonly leave: (room: string) => void
  readonly onEvent: (event: RoomEvent) => void
}

/** Reference-counted rooms that survive reconnects. */
export interface Rooms {
  readonly enter: (room: string) => void
  readonly leave: (room: string) => void
  /** A room was lost while the connection stands: asks for it again, after a moment. */
  readonly lost: (room: string) => void
  /** A connection is up: joins every room, once it is clear whether this server acknowledges. */
  readonly connected: () => void
  readonly disconnected: () => void
  readonly setAcknowledging: (acknowledges: boolean) => void
}

/** How long a new connection waits for the server's greeting before it is taken for one that has none. */
export const GREETING_GRACE_MS = 100
/** What was refused for good may be allowed later: the conversation was created, or another token has more rights. */
const REFUSED_PAUSE_MS = 30_000
/** A server without acknowledgements gets this long to carry out a join before it is assumed. */
const ASSUME_JOINED_MS = 300

export function createRooms({ join, leave, onEvent }: RoomsOptions): Rooms {
  const counts = new Map<string, number>()
  /** Timers of the current connection, by room; `''` is the greeting's. */
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let isConnected = false
  let acknowledges: boolean | null = null
  /** Grows with every (dis)connection, so that answers of an earlier one are recognised. */
  let generation = 0

  const setTimer = (name: string, delayMs: number, callback: () => void) => {
    clearTimeout(timers.get(name))
    timers.set(name, setTimeout(callback, delayMs))
  }
  const clearTimers = () => {
    for (const timer of timers.values()) clearTimeout(timer)
    timers.clear()
  }
  const ask = (room: string, backoff = createBackoff()) => {
    const mine = generation
    const acknowledged = acknowledges === true
    const isCurrent = () => mine === generation && counts.has(room) && acknowledged === (acknowledges === true)
    join(room, acknowledged).then(
      () => {
        if (!isCurrent()) return
        if (acknowledged) onEvent({ type: 'joined', room, acknowledged })
        else setTimer(room, ASSUME_JOINED_MS, () => onEvent({ type: 'joined', room, acknowledged }))
      },
      (error: unknown) => {
        if (!isCurrent()) return
        if (!isFinal(error)) {
          setTimer(room, backoff.next(), () => ask(room, backoff))
          return
        }
        setTimer(room, REFUSED_PAUSE_MS, () => ask(room, backoff))
        onEvent({ type: 'refused', room, error })
      },
    )
  }
  const askAll = () => {
    clearTimers()
    for (const room of counts.keys()) ask(room)
  }

  return {
    enter: (room) => {
      const count = counts.get(room) ?? 0
      counts.set(room, count + 1)
      if (count === 0 && isConnected && acknowledges !== null) ask(room)
    },
    leave: (room) => {
      const count = counts.get(room) ?? 0
      if (count > 1) {
        counts.set(room, count - 1)
        return
      }
      if (!counts.delete(room)) return
      clearTimeout(timers.get(room))
      timers.delete(room)
      if (isConnected) leave(room)
    },
    lost: (room) => {
      if (!isConnected || !counts.has(room)) return
      const backoff = createBackoff()
      setTimer(room, backoff.next(), () => ask(room, backoff))
    },
    connected: () => {
      generation += 1
      isConnected = true
      if (acknowledges !== null) {
        askAll()
        return
      }
      setTimer('', GREETING_GRACE_MS, () => {
        acknowledges = false
        askAll()
      })
    },
    disconnected: () => {
      generation += 1
      isConnected = false
      acknowledges = null
      clearTimers()
    },
    setAcknowledging: (next) => {
      if (acknowledges === next) return
      acknowledges = next
      if (isConnected) askAll()
    },
  }
}

/** Another workspace's conversation stays refused however often it is asked for. */
function isFinal(error: unknown): error is ConversationError {
  return error instanceof ConversationError && ['not_found', 'forbidden', 'invalid_payload'].includes(error.code)
}
