/** Waiting times that grow with each failure. */
export interface Backoff {
  /** Milliseconds to wait before the next attempt; each call counts as one failure. */
  readonly next: () => number
  /** Starts over at the shortest wait. */
  readonly reset: () => void
  /** Failures since the last reset. */
  readonly attempts: () => number
}

export interface BackoffOptions {
  /** The first ceiling, in ms. Default 500. */
  readonly baseMs?: number
  /** No wait is longer, in ms. Default 30,000. */
  readonly capMs?: number
  /** Randomness in [0, 1). Default `Math.random`. */
  readonly random?: () => number
}

/**
 * Exponential back-off with equal jitter: half of the ceiling is fixed, half is random, so that a thousand tabs whose
 * server came back do not return in the same instant, and none returns at once.
 */
export function createBackoff({ baseMs = 500, capMs = 30_000, random = Math.random }: BackoffOptions = {}): Backoff {
  let failures = 0
  return {
    next: () => {
      const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(failures, 30))
      failures += 1
      return Math.round(ceiling / 2 + (ceiling / 2) * random())
    },
    reset: () => {
      failures = 0
    },
    attempts: () => failures,
  }
}
