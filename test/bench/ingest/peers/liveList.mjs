/** TanStack DB in a page: a collection that is told of each event, and a live query of the newest 50. */
import { createLiveQueryCollection } from '@tanstack/db'
import { createMessages, toId, toWrite } from './messages.mjs'

const NEWEST = 50

export function createLiveList(history) {
  const { messages, sync } = createMessages(history)
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
      const change = toWrite(event, messages.get(toId(event)))
      if (change === null) return
      sync.begin()
      sync.write(change)
      void sync.commit()
    },
  }
}
