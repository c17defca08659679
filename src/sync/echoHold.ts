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
  readonly answered: (conversationId: ConversationId) => void
  readonly stop: () => void
}

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
  return {
    filter: (events) => {
      const isHeld = (event: DomainEvent) => event.type === 'message.received' && isExpected(event.message)
      if (!events.some(isHeld)) return events
      const echoes = events.filter((event) => event.type === 'message.received').filter(isHeld)
      for (const [conversationId, group] of groupBy(echoes, ({ message }) => message.conversationId)) {
        const known = held.get(conversationId)
        if (known !== undefined) known.events.push(...group)
        else {
          const stopTimer = timers.start(PATIENCE_MS, () => answered(conversationId))
          held.set(conversationId, { events: [...group], stopTimer })
        }
      }
      return events.filter((event) => !isHeld(event))
    },
    answered,
    stop: () => {
      timers.clear()
      for (const conversationId of [...held.keys()]) answered(conversationId)
    },
  }
}
