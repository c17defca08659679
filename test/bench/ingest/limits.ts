/** What cannot be beaten: a map and an array, with the rules and nothing else. */
import type { Message } from '../../../src/domain/message.ts'
import type { Contestant } from './contestant.ts'
import { hold, takeIn } from './listRules.ts'

/** Nobody could render this: it changes under the reader. */
export const mutableLimit: Contestant = {
  name: 'the limit: one mutable array and a map',
  kind: 'limit',
  prepare: ({ history, events }) => {
    const held = hold(history)
    return {
      run: () => {
        for (const event of events) takeIn(held, event)
      },
      read: () => held.list,
    }
  },
}

export const snapshotLimit: Contestant = {
  name: 'the limit, with one immutable list per burst',
  kind: 'limit',
  prepare: ({ history, events }) => {
    const held = hold(history)
    let shown: readonly Message[] = []
    return {
      run: () => {
        for (const event of events) takeIn(held, event)
        shown = [...held.list]
      },
      read: () => shown,
    }
  },
}
