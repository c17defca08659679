/** A conversation as a TanStack DB collection that is told what happens, as its guide to sync has it. */
import { createCollection } from '@tanstack/db'

const LADDER = ['sending', 'pending', 'sent', 'delivered', 'read']

/** The collection, and what tells it: `begin`, `write`, `commit`. */
export function createMessages(history) {
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
  return { messages, sync }
}

/** What is to be written of an event, where this message is known, or none; `null`: nothing. */
export function toWrite(event, known) {
  if (event.type === 'message') return known === undefined ? { type: 'insert', value: event.message } : null
  if (known === undefined || LADDER.indexOf(event.status) <= LADDER.indexOf(known.status)) return null
  return { type: 'update', value: { ...known, status: event.status } }
}

export const toId = (event) => (event.type === 'message' ? event.message.id : event.id)
