/** Those who are told of something. */
export interface Listeners<Event> {
  /** Returns its undo. One function added twice is told twice, and has two undos. */
  readonly add: (listener: (event: Event) => void) => () => void
  /** Tells everybody who was there when it began, in the order in which they came. */
  readonly tell: (event: Event) => void
  readonly count: () => number
}

export function createListeners<Event = void>(): Listeners<Event> {
  /** Made anew when somebody comes or goes, which is seldom, and not copied for every event. */
  let listeners: readonly ((event: Event) => void)[] = []
  return {
    add: (listener) => {
      const own = (event: Event) => listener(event)
      listeners = [...listeners, own]
      return () => {
        listeners = listeners.filter((each) => each !== own)
      }
    },
    tell: (event) => {
      for (const listener of listeners) listener(event)
    },
    count: () => listeners.length,
  }
}
