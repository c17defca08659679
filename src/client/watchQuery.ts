import type { Readable } from '../lib/store.ts'

/** A query seen as one value: what `watchMessages` and `watchConversations` return. */
export interface QueryWatch<Snapshot> extends Readable<Snapshot> {
  /** Loads the next page: older messages, or less active conversations. Does nothing when there is none. */
  readonly fetchNextPage: () => Promise<void>
  /** Ends the watch. What was loaded stays cached for a while. */
  readonly close: () => void
}

/** The part of an infinite result that both kinds of watch show. */
interface PagedResult {
  readonly isPending: boolean
  readonly error: Error | null
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => Promise<unknown>
}

interface PagedObserver<Result extends PagedResult> {
  readonly getCurrentResult: () => Result
  readonly subscribe: (listener: () => void) => () => void
}

/**
 * Makes a watch of a TanStack observer. `toSnapshot` picks what is shown; the snapshot stays the same object until one of
 * its fields changes.
 */
export function watchQuery<Result extends PagedResult, Snapshot extends object>(
  observer: PagedObserver<Result>,
  toSnapshot: (result: Result) => Snapshot,
  onClose: () => void,
): QueryWatch<Snapshot> {
  let snapshot = toSnapshot(observer.getCurrentResult())
  const listeners = new Set<() => void>()
  const stop = observer.subscribe(() => {
    const next = toSnapshot(observer.getCurrentResult())
    const keys = Object.keys(next) as (keyof Snapshot)[]
    if (keys.every((key) => Object.is(next[key], snapshot[key]))) return
    snapshot = next
    for (const listener of [...listeners]) listener()
  })
  let isClosed = false
  return {
    get: () => snapshot,
    subscribe: (listener) => {
      const own = () => listener()
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
    fetchNextPage: async () => {
      const result = observer.getCurrentResult()
      if (result.hasNextPage && !result.isFetchingNextPage) await result.fetchNextPage()
    },
    close: () => {
      if (isClosed) return
      isClosed = true
      stop()
      listeners.clear()
      onClose()
    },
  }
}
