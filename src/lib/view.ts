import type { Listeners } from './listeners.ts'
import type { Readable } from './store.ts'

/**
 * A part of something larger, as a value that can be watched.
 *
 * @param changed Is told whenever anything has changed; who watches hears of it only when this part has.
 * @param get Reads the part; the same reference until it changes.
 */
export function createView<T>(changed: Listeners<void>, get: () => T): Readable<T> {
  return {
    get,
    subscribe: (listener) => {
      let shown = get()
      return changed.add(() => {
        const next = get()
        if (next === shown) return
        shown = next
        listener()
      })
    },
  }
}
