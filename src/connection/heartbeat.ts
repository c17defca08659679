import { createNetworkHints } from '../lib/networkHints.ts'

export interface HeartbeatOptions {
  /** Asks the other side for a sign of life; rejects when none came in `timeoutMs`. */
  readonly ping: (timeoutMs: number) => Promise<unknown>
  /** No sign of life: the line looks open and is not. */
  readonly onDead: () => void
}

export interface Heartbeat {
  readonly start: () => void
  readonly stop: () => void
  /** Something came in: the line is alive. */
  readonly noteTraffic: () => void
}

/** Silence for so long is asked about. */
const QUIET_MS = 2_000
/** And so long is waited for the answer: a dead line is found within four seconds. */
const ANSWER_MS = 2_000
/** A server that turned out slow is given more, up to this. */
const MOST_PATIENT_MS = 20_000

/**
 * Finds a half-open line: after a sleep, a lost Wi-Fi or a forgotten NAT entry the socket still says that it is open, and
 * Socket.IO itself notices after 45 s. A hidden page is left alone; becoming visible asks at once.
 */
export function createHeartbeat({ ping, onDead }: HeartbeatOptions): Heartbeat {
  const hints = createNetworkHints()
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopHints: (() => void) | null = null
  let traffic = 0
  let quietSince = 0
  /** Doubled with every line that was given up, so that a slow server is not given up for ever. */
  let answerMs = ANSWER_MS
  /** Grows with every start and stop, so that a late answer of an earlier one is ignored. */
  let run = 0

  const arm = (delayMs = QUIET_MS) => {
    clearTimeout(timer)
    timer = setTimeout(onQuiet, delayMs)
  }
  const onQuiet = () => {
    const leftMs = quietSince + QUIET_MS - performance.now()
    if (leftMs > 0) arm(leftMs)
    else void beat()
  }
  const beat = async () => {
    clearTimeout(timer)
    if (!hints.isVisible()) return
    const mine = run
    const before = traffic
    const askedAt = Date.now()
    try {
      await ping(answerMs)
      if (Date.now() - askedAt < ANSWER_MS / 2) answerMs = ANSWER_MS
    } catch {
      // Whatever came in meanwhile is a sign of life too: a slow line is not a dead one.
      if (mine === run && before === traffic) {
        answerMs = Math.min(answerMs * 2, MOST_PATIENT_MS)
        onDead()
      }
    }
    if (mine === run) arm()
  }

  return {
    start: () => {
      if (stopHints !== null) return
      run += 1
      stopHints = hints.subscribe((hint) => {
        if (hint !== 'offline') void beat()
      })
      arm()
    },
    stop: () => {
      run += 1
      clearTimeout(timer)
      stopHints?.()
      stopHints = null
    },
    noteTraffic: () => {
      traffic += 1
      // No timer is set anew for every frame of a burst: the one there is asks since when.
      if (stopHints !== null) quietSince = performance.now()
    },
  }
}
