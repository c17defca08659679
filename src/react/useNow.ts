'use client'
import { useSyncExternalStore } from 'react'

const MINUTE_MS = 60_000

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setTimeout> | undefined

function wait() {
  clearTimeout(timer)
  if (listeners.size > 0 && !document.hidden) timer = setTimeout(tick, MINUTE_MS - (Date.now() % MINUTE_MS))
}

function tick() {
  for (const listener of listeners) listener()
  wait()
}

function subscribe(listener: () => void): () => void {
  // A hidden page has nobody to show the time to; it is told when it is seen again.
  if (listeners.size === 0) document.addEventListener('visibilitychange', tick)
  listeners.add(listener)
  if (listeners.size === 1) wait()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', tick)
  }
}

/**
 * What a moment is called right now: `Yesterday`, `12 min`. One timer for all who ask, at the full minute, and none while
 * the page is hidden; renders again only when the answer is another one.
 *
 * @param select From the minute that runs to a word or a number; not to an object.
 * @returns `null` on a server, whose clock and time zone are others, and while its page comes alive; the answer right after.
 * @example
 * const when = useNow((now) => formats.when(at, now))
 */
export function useNow<Answer extends string | number | null>(select: (now: Date) => Answer): Answer | null {
  return useSyncExternalStore(
    subscribe,
    // The moment the running minute began: whoever asks within one minute gets the same answer.
    () => select(new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS)),
    () => null,
  )
}
