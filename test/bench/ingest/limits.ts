/** What cannot be beaten: a map and an array, with the rules and nothing else. */
import { climbStatus } from '../../../src/domain/deliveryStatus.ts'
import { compareMessages, type Message } from '../../../src/domain/message.ts'
import type { Contestant } from './contestant.ts'
import type { BenchEvent } from './input.ts'

/** Nobody could render this: it changes under the reader. */
export const mutableLimit: Contestant = {
  name: 'the limit: one mutable array and a map',
  kind: 'limit',
  prepare: ({ history, events }) => {
    const list = [...history]
    const byId = new Map(history.map((message) => [message.id, message]))
    return { run: () => takeIn(list, byId, events), read: () => list }
  },
}

export const snapshotLimit: Contestant = {
  name: 'the limit, with one immutable list per burst',
  kind: 'limit',
  prepare: ({ history, events }) => {
    const list = [...history]
    const byId = new Map(history.map((message) => [message.id, message]))
    let shown: readonly Message[] = []
    return {
      run: () => {
        takeIn(list, byId, events)
        shown = [...list]
      },
      read: () => shown,
    }
  },
}

function takeIn(list: Message[], byId: Map<string, Message>, events: readonly BenchEvent[]): void {
  for (const event of events) {
    if (event.type === 'message') {
      if (byId.has(event.message.id)) continue
      byId.set(event.message.id, event.message)
      list.splice(findPlace(list, event.message), 0, event.message)
      continue
    }
    const known = byId.get(event.id)
    if (known === undefined) continue
    const status = climbStatus(known.status, event.status)
    if (status === known.status) continue
    const next = { ...known, status }
    byId.set(event.id, next)
    list[findPlace(list, known) - 1] = next
  }
}

/** Behind everything that is not later: from the end, where nearly everything belongs. */
function findPlace(list: readonly Message[], message: Message): number {
  let place = list.length
  for (let last = list[place - 1]; last !== undefined && compareMessages(last, message) > 0; last = list[place - 1]) {
    place -= 1
  }
  return place
}
