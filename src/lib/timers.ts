/** Timers that can all be stopped at once: what an object owns, its `clear` ends. */
export interface Timers {
  /** Returns its undo. */
  readonly start: (delayMs: number, callback: () => void) => () => void
  /** Resolves after the delay, or as soon as the signal is aborted. */
  readonly wait: (delayMs: number, signal: AbortSignal) => Promise<void>
  readonly clear: () => void
}

export function createTimers(): Timers {
  const running = new Set<() => void>()
  const start = (delayMs: number, callback: () => void) => {
    const stop = () => {
      clearTimeout(timer)
      running.delete(stop)
    }
    const timer = setTimeout(() => {
      running.delete(stop)
      callback()
    }, delayMs)
    running.add(stop)
    return stop
  }
  return {
    start,
    wait: (delayMs, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve()
        const finish = () => {
          stop()
          signal.removeEventListener('abort', finish)
          resolve()
        }
        const stop = start(delayMs, finish)
        signal.addEventListener('abort', finish)
      }),
    clear: () => {
      for (const stop of [...running]) stop()
    },
  }
}
