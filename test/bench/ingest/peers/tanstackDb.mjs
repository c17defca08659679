/** TanStack DB: a collection that is told of the burst in one transaction, and a live query of all, in order. */
import { createCollection, createLiveQueryCollection } from '@tanstack/db'

const LADDER = ['sending', 'pending', 'sent', 'delivered', 'read']

export async function prepare({ history, events }) {
  let sync
  const messages = createCollection({
    id: `messages-${Math.random()}`,
    getKey: ({ id }) => id,
    startSync: true,
    sync: {
      sync: (tools) => {
        sync = tools
        tools.begin()
        for (const message of history) tools.write({ type: 'insert', value: { ...message } })
        void tools.commit()
        tools.markReady()
      },
    },
  })
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
        const id = event.type === 'message' ? event.message.id : event.id
        const known = pending.get(id) ?? messages.get(id)
        if (event.type === 'message') {
          if (known !== undefined) continue
          pending.set(id, event.message)
          sync.write({ type: 'insert', value: event.message })
        } else if (known !== undefined && LADDER.indexOf(event.status) > LADDER.indexOf(known.status)) {
          const value = { ...known, status: event.status }
          pending.set(id, value)
          sync.write({ type: 'update', value })
        }
      }
      void sync.commit()
    },
    read: () => shown,
  }
}
