/** TanStack DB in a page: a collection that is told of each event, and a live query of the newest 50. */
import { createCollection, createLiveQueryCollection } from '@tanstack/db'

const LADDER = ['sending', 'pending', 'sent', 'delivered', 'read']
const NEWEST = 50

export function createLiveList(history) {
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
  const newest = createLiveQueryCollection({
    query: (q) =>
      q
        .from({ message: messages })
        .orderBy(({ message }) => message.createdAt, 'desc')
        .orderBy(({ message }) => message.id, 'desc')
        .limit(NEWEST),
    startSync: true,
  })
  let snapshot = null
  const write = (type, value) => {
    sync.begin()
    sync.write({ type, value })
    void sync.commit()
  }
  return {
    get: () => (snapshot ??= newest.toArray.toReversed()),
    subscribe: (listener) => {
      const { unsubscribe } = newest.subscribeChanges(() => {
        snapshot = null
        listener()
      })
      return unsubscribe
    },
    take: (event) => {
      const known = messages.get(event.type === 'message' ? event.message.id : event.id)
      if (event.type === 'message') {
        if (known === undefined) write('insert', event.message)
      } else if (known !== undefined && LADDER.indexOf(event.status) > LADDER.indexOf(known.status)) {
        write('update', { ...known, status: event.status })
      }
    },
  }
}
