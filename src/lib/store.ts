import { createListeners } from './listeners.ts'

/** A value that can be read now and watched from now on: what every hook subscribes to. */
export interface Readable<T> {
  /** The current snapshot; the same reference until the value changes. */
  readonly get: () => T
  /** Calls `listener` after each change. Returns its undo. */
  readonly subscribe: (listener: () => void) => () => void
}

/** A {@link Readable} with the right to write. */
export interface Store<T> extends Readable<T> {
  /** Replaces the value; listeners are told only when it is another one (`Object.is`). */
  readonly set: (next: T) => void
}

/**
 * Creates a store.
 *
 * @example
 * const count = createStore(0)
 * const undo = count.subscribe(() => console.log(count.get()))
 * count.set(1)
 * undo()
 */
export function createStore<T>(initial: T): Store<T> {
  let value = initial
  const listeners = createListeners()
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(value, next)) return
      value = next
      listeners.tell()
    },
    subscribe: listeners.add,
  }
}
