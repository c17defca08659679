/** TanStack DB: a collection that is told of the burst in one transaction, and a live query of all, in order. */
import { createLiveQueryCollection } from '@tanstack/db'
import { createMessages, toId, toWrite } from './messages.mjs'

export async function prepare({ history, events }) {
  const { messages, sync } = createMessages(history)
  const list = createLiveQueryCollection({
    query: (q) =>
      q
        .from({ message: messages })
        .orderBy(({ message }) => message.createdAt)
        .orderBy(({ message }) => message.id),
    startSync: true,
  })
  await list.preload()
  let shown = list.toArray
  list.subscribeChanges(() => {
    shown = list.toArray
  })
  return {
    run: () => {
      sync.begin()
      const pending = new Map()
      for (const event of events) {
        const id = toId(event)
        const change = toWrite(event, pending.get(id) ?? messages.get(id))
        if (change === null) continue
        pending.set(id, change.value)
        sync.write(change)
      }
      void sync.commit()
    },
    read: () => shown,
  }
}
