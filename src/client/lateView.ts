import type { Readable } from '../lib/store.ts'
import type { LateParts } from './lateParts.ts'
import type { LiveParts } from './liveParts.ts'

/** A value of the live parts, which is `before` until they are there. */
export function toLateView<T>(late: LateParts | null, pick: (parts: LiveParts) => Readable<T>, before: T): Readable<T> {
  let view: Readable<T> | null = null
  return {
    get: () => {
      const parts = late?.peek()
      if (parts) view ??= pick(parts)
      return view === null ? before : view.get()
    },
    subscribe: (listener) => late?.whenThere((parts) => (view ??= pick(parts)).subscribe(listener)) ?? (() => {}),
  }
}
