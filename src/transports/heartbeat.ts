import { createTimers } from '../lib/timers.ts'

export interface HeartbeatOptions {
  readonly isOpen: () => boolean
  /** Says something that the other side has to answer. */
  readonly beat: () => void
  /** The other side has a reason not to answer right now. */
  readonly mayBeSilent: () => boolean
  readonly onSilence: () => void
}

export interface Heartbeat {
  /** Something was heard. */
  readonly heard: () => void
  /** Beats at once. */
  readonly probe: () => void
  readonly stop: () => void
}

/** Two of these, and a line that nobody answers on is found: within 5 s while somebody looks. */
const INTERVAL_MS = 2_000
/** Browsers hardly let a hidden page's timers run; the server hangs up after 60 s without a word. */
const HIDDEN_INTERVAL_MS = 25_000
/** A refused join is answered after 5 s. A server that is silent for longer than this has no such excuse. */
const LONGEST_EXCUSE_MS = 12_000

/** Finds the half-open line: a socket that says it is open while the other side is gone (sleep, lost Wi-Fi, NAT). */
export function startHeartbeat({ isOpen, beat, mayBeSilent, onSilence }: HeartbeatOptions): Heartbeat {
  const timers = createTimers()
  /** Since when an answer is due; `null` when nothing is. */
  let waitingSince: number | null = null

  const schedule = () => {
    timers.clear()
    timers.start(waitingSince === null && isHidden() ? HIDDEN_INTERVAL_MS : INTERVAL_MS, tick)
  }
  const tick = () => {
    if (waitingSince !== null) {
      const isExcused = mayBeSilent() && Date.now() - waitingSince < LONGEST_EXCUSE_MS
      if (!isExcused) return onSilence()
    } else if (isOpen()) {
      waitingSince = Date.now()
      beat()
    }
    schedule()
  }
  schedule()

  return {
    heard: () => {
      waitingSince = null
    },
    probe: () => {
      if (waitingSince !== null) return
      timers.clear()
      tick()
    },
    stop: timers.clear,
  }
}

function isHidden(): boolean {
  const page: Document | undefined = globalThis.document
  return page?.visibilityState === 'hidden'
}
