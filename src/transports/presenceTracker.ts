/** Says where this user is, no more often than Realtime bears. */
export interface PresenceTracker {
  /** `null` takes it back. What cannot be said now is said as soon as it may be; only the last of it. */
  readonly track: (payload: object | null) => void
  readonly stop: () => void
}

/** Realtime closes a channel at the sixth word in 30 s; one is kept for whatever this side did not count. */
const LIMIT = 4
const WINDOW_MS = 30_000

export function createPresenceTracker(send: (payload: object | null) => void): PresenceTracker {
  let saidAt: readonly number[] = []
  let waiting: { readonly payload: object | null } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const say = (payload: object | null) => {
    const now = performance.now()
    saidAt = saidAt.filter((at) => now - at < WINDOW_MS)
    const [oldest] = saidAt
    if (saidAt.length < LIMIT || oldest === undefined) {
      waiting = null
      saidAt = [...saidAt, now]
      send(payload)
      return
    }
    waiting = { payload }
    clearTimeout(timer)
    timer = setTimeout(() => waiting && say(waiting.payload), oldest + WINDOW_MS - now)
  }
  return {
    track: say,
    stop: () => {
      clearTimeout(timer)
      waiting = null
    },
  }
}
