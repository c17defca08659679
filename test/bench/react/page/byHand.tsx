/** What applications write by hand: into React's state, or into a store of their own, an event or a frame at a time. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import { append, hold, takeIn } from '../../ingest/listRules.ts'
import { listen } from './listen.ts'
import { MessageRows } from './MessageRows.tsx'
import type { ScreenModule, ScreenProps, Shown, ShownEvent } from './screen.ts'

/** What is shown of a store: no more of the list is copied. */
const NEWEST = 50

export interface Store {
  readonly get: () => readonly Shown[]
  readonly subscribe: (listener: () => void) => () => void
  readonly take: (event: ShownEvent) => void
}

/** The yardstick: a list by the rules, told of once per frame. */
export const perFrame: ScreenModule['createScreen'] = (history) => {
  const held = hold(history)
  let frame: number | null = null
  const { set, ...store } = createSnapshots(history)
  const take = (event: ShownEvent) => {
    if (!takeIn(held, event)) return
    frame ??= requestAnimationFrame(() => {
      frame = null
      set(held.list.slice(-NEWEST))
    })
  }
  return toScreen({ ...store, take })
}

export const perEvent: ScreenModule['createScreen'] = (history) => {
  const held = hold(history)
  const { set, ...store } = createSnapshots(history)
  const take = (event: ShownEvent) => {
    if (takeIn(held, event)) set(held.list.slice(-NEWEST))
  }
  return toScreen({ ...store, take })
}

export const setState: ScreenModule['createScreen'] = (history) => (props) => {
  const [messages, setMessages] = useState(history)
  useEffect(() => listen(props, (event) => setMessages((list) => append(list, event))), [props])
  return <MessageRows messages={messages} />
}

export function toScreen({ get, subscribe, take }: Store) {
  return function StoreScreen(props: ScreenProps) {
    const messages = useSyncExternalStore(subscribe, get)
    useEffect(() => listen(props, take), [props])
    return <MessageRows messages={messages} />
  }
}

function createSnapshots(history: readonly Shown[]) {
  let snapshot = history
  const listeners = new Set<() => void>()
  return {
    get: () => snapshot,
    set: (next: readonly Shown[]) => {
      snapshot = next
      for (const listener of listeners) listener()
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
