/** `setTimeout` keeps its delay in a signed 32-bit integer: beyond 24.8 days it fires at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1

/** A `setTimeout` without the 24.8-day limit. Returns its undo. */
export function startTimer(delayMs: number, callback: () => void): () => void {
  let remaining = Math.max(0, delayMs)
  let timer: ReturnType<typeof setTimeout>
  const arm = () => {
    const step = Math.min(remaining, LONGEST_DELAY_MS)
    remaining -= step
    timer = setTimeout(() => (remaining > 0 ? arm() : callback()), step)
  }
  arm()
  return () => clearTimeout(timer)
}
