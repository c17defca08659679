import type { DomainEvent } from '../domain/events.ts'
import { createTimers } from '../lib/timers.ts'
import { groupBy } from '../lib/groupBy.ts'
import type { ConversationId } from '../domain/ids.ts'
import type { Message } from '../domain/message.ts'

export interface EchoHoldOptions {
  /** Looks like the echo of a message whose send has not been answered yet. */
  readonly isExpected: (message: Message) => boolean
  readonly release: (events: readonly DomainEvent[]) => void
}

/**
 * Holds back the echo of an own message until its send is answered. A server without client ids gives no way to tell the
 * echo from the optimistic message; shown at once, it would be a second bubble until the answer names its id.
 */
export interface EchoHold {
  /** Returns the events to go on with; keeps the rest. */
  readonly filter: (events: readonly DomainEvent[]) => readonly DomainEvent[]
  /** The same for what was fetched while the send was under way. */
  readonly hold: (echoes: readonly Message[]) => void
  readonly answered: (conversationId: ConversationId) => void
  /** Another user signed in: forgets what is held. */
  readonly clear: () => void
  readonly stop: () => void
}

type ReceivedEvent = Extract<DomainEvent, { type: 'message.received' }>

/** A send that takes longer has its echo shown all the same: late is better than not at all. */
const PATIENCE_MS = 2_000

export function createEchoHold({ isExpected, release }: EchoHoldOptions): EchoHold {
  const timers = createTimers()
  const held = new Map<ConversationId, { readonly events: DomainEvent[]; readonly stopTimer: () => void }>()

  const answered = (conversationId: ConversationId) => {
    const known = held.get(conversationId)
    if (known === undefined) return
    held.delete(conversationId)
    known.stopTimer()
    release(known.events)
  }
  const hold = (echoes: readonly ReceivedEvent[]) => {
    for (const [conversationId, group] of groupBy(echoes, ({ message }) => message.conversationId)) {
      const known = held.get(conversationId)
      if (known !== undefined) known.events.push(...group)
      else {
        const stopTimer = timers.start(PATIENCE_MS, () => answered(conversationId))
        held.set(conversationId, { events: [...group], stopTimer })
      }
    }
  }
  const isHeld = (event: DomainEvent) => event.type === 'message.received' && isExpected(event.message)
  return {
    filter: (events) => {
      if (!events.some(isHeld)) return events
      hold(events.filter((event) => event.type === 'message.received').filter(isHeld))
      return events.filter((event) => !isHeld(event))
    },
    hold: (echoes) => hold(echoes.map((message) => ({ type: 'message.received', message }))),
    answered,
    clear: () => {
      timers.clear()
      held.clear()
    },
    stop: () => {
      timers.clear()
      for (const conversationId of [...held.keys()]) answered(conversationId)
    },
  }
}
