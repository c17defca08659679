import type { Readable } from '../lib/store.ts'
import type { LateParts } from './lateParts.ts'
import type { LiveParts } from './liveParts.ts'

/** A value of the live parts, which is `before` until they are there. */
export function toLateView<T>(late: LateParts | null, pick: (parts: LiveParts) => Readable<T>, before: T): Readable<T> {
  const parts = late?.peek() ?? null
  if (parts !== null) return pick(parts)
  let view: Readable<T> | null = null
  return {
    get: () => {
      const built = late?.peek() ?? null
      if (built !== null) view ??= pick(built)
      return view === null ? before : view.get()
    },
    subscribe: (listener) => late?.whenThere((built) => (view ??= pick(built)).subscribe(listener)) ?? (() => {}),
  }
}
