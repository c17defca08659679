import { onTestFinished, vi } from 'vitest'

const NOW = Date.UTC(2026, 5, 1, 9)

/** Time stands still until the test ends, but for what the returned function lets pass. */
export function stopClock(): (ms: number) => Promise<void> {
  vi.useFakeTimers({ now: NOW })
  onTestFinished(() => void vi.useRealTimers())
  return async (ms) => {
    await vi.advanceTimersByTimeAsync(ms)
  }
}
