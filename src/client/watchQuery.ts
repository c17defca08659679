import { shallowEqual } from '../lib/shallowEqual.ts'
import { createStore, type Readable } from '../lib/store.ts'

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
  const snapshot = createStore(toSnapshot(observer.getCurrentResult()))
  const stop = observer.subscribe(() => {
    const next = toSnapshot(observer.getCurrentResult())
    if (!shallowEqual(next, snapshot.get())) snapshot.set(next)
  })
  let isClosed = false
  return {
    get: snapshot.get,
    subscribe: snapshot.subscribe,
    fetchNextPage: async () => {
      const result = observer.getCurrentResult()
      if (result.hasNextPage && !result.isFetchingNextPage) await result.fetchNextPage()
    },
    close: () => {
      if (isClosed) return
      isClosed = true
      stop()
      onClose()
    },
  }
}
