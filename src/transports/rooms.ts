import { ConversationError, isHopeless } from '../domain/errors.ts'
import { createBackoff, type Backoff } from '../lib/backoff.ts'
import { GREETING_GRACE_MS } from './greeting.ts'
import type { RoomEvent } from './transport.ts'

export interface RoomsOptions {
  /** Asks the server for a room; resolves when it has confirmed, at once when it never does. */
  readonly join: (room: string, acknowledged: boolean) => Promise<void>
  readonly leave: (room: string) => void
  /**
   * How a server without acknowledgements tells of a join. `never` (the default): it is assumed. `maybe`: the same, and
   * confirmed where it does tell. `always`: without a confirmation nobody has joined, so it is asked for again.
   */
  readonly confirms?: JoinConfirmation | undefined
  readonly onEvent: (event: RoomEvent) => void
}

export type JoinConfirmation = 'never' | 'maybe' | 'always'

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
  /**
   * The server has said what became of a join, by an event. `room: null`: it did not say of which; then it is the one that
   * is being waited for, if it is the only one.
   */
  readonly confirmed: (room: string | null, error: ConversationError | null) => void
}

/** What was refused for good may be allowed later: the conversation was created, or another token has more rights. */
const REFUSED_PAUSE_MS = 30_000
/** A server without acknowledgements gets this long to carry out a join before it is assumed. */
const ASSUME_JOINED_MS = 300
/** A server that confirms by an event gets this long before it is asked again, */
const CONFIRM_MS = 3_000
/** and so many questions before it is said that nobody answers. */
const MOST_QUESTIONS = 3

export function createRooms({ join, leave, confirms = 'never', onEvent }: RoomsOptions): Rooms {
  const counts = new Map<string, number>()
  /** Rooms that were asked for in the current connection and not heard of yet. */
  const asked = new Map<string, Backoff>()
  /** Rooms the server has confirmed in the current connection. */
  const confirmedRooms = new Set<string>()
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
  const forgetAnswers = () => {
    asked.clear()
    confirmedRooms.clear()
  }
  const ask = (room: string, backoff = createBackoff()) => {
    const mine = generation
    const acknowledged = acknowledges === true
    const isCurrent = () =>
      mine === generation &&
      counts.has(room) &&
      acknowledged === (acknowledges === true) &&
      (acknowledged || !confirmedRooms.has(room))
    if (!acknowledged && confirms !== 'never') asked.set(room, backoff)
    join(room, acknowledged).then(
      () => {
        if (!isCurrent()) return
        if (acknowledged) onEvent({ type: 'joined', room, acknowledged })
        else if (confirms === 'always') setTimer(room, CONFIRM_MS, () => unanswered(room, backoff))
        else setTimer(room, ASSUME_JOINED_MS, () => onEvent({ type: 'joined', room, acknowledged }))
      },
      (error: unknown) => {
        if (isCurrent()) failed(room, backoff, error)
      },
    )
  }
  const failed = (room: string, backoff: Backoff, error: unknown) => {
    asked.delete(room)
    // Another workspace's conversation stays refused however often it is asked for.
    if (!isHopeless(error)) return setTimer(room, backoff.next(), () => ask(room, backoff))
    setTimer(room, REFUSED_PAUSE_MS, () => ask(room, backoff))
    onEvent({ type: 'refused', room, error })
  }
  /** A confirmation that comes later still counts. */
  const unanswered = (room: string, backoff: Backoff) => {
    const delayMs = backoff.next()
    setTimer(room, delayMs, () => ask(room, backoff))
    if (backoff.attempts() !== MOST_QUESTIONS) return
    const error = new ConversationError('timeout', 'unable to follow the conversation; the server did not confirm it.')
    onEvent({ type: 'refused', room, error })
  }
  const askAll = () => {
    clearTimers()
    forgetAnswers()
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
      asked.delete(room)
      confirmedRooms.delete(room)
      if (isConnected) leave(room)
    },
    lost: (room) => {
      if (!isConnected || !counts.has(room)) return
      confirmedRooms.delete(room)
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
      forgetAnswers()
    },
    setAcknowledging: (next) => {
      if (acknowledges === next) return
      acknowledges = next
      if (isConnected) askAll()
    },
    confirmed: (named, error) => {
      const [only] = asked.size === 1 ? asked.keys() : []
      const room = named ?? only
      if (room === undefined || !isConnected || !counts.has(room) || confirmedRooms.has(room)) return
      const backoff = asked.get(room) ?? createBackoff()
      if (error !== null) return failed(room, backoff, error)
      asked.delete(room)
      confirmedRooms.add(room)
      clearTimeout(timers.get(room))
      timers.delete(room)
      onEvent({ type: 'joined', room, acknowledged: true })
    },
  }
}
