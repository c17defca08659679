import type { DomainEvent } from '../domain/events.ts'
import type { ConversationId } from '../domain/ids.ts'
import type { TypingParticipant } from '../domain/typing.ts'
import { createStore, type Readable, type Store } from '../lib/store.ts'
import { createTimers } from '../lib/timers.ts'

/** Who is writing in each conversation. */
export interface TypingRegistry {
  readonly handle: (event: DomainEvent) => void
  /** The participants writing right now; the same empty list while nobody is. */
  readonly watch: (conversationId: ConversationId) => Readable<readonly TypingParticipant[]>
  readonly stop: () => void
}

/** No stop comes when the typist's connection drops, so every start expires. */
const TYPING_TTL_MS = 6_000
const NOBODY: readonly TypingParticipant[] = []

export function createTypingRegistry(): TypingRegistry {
  const stores = new Map<ConversationId, Store<readonly TypingParticipant[]>>()
  const timers = createTimers()
  const expiries = new Map<string, () => void>()

  const getStore = (conversationId: ConversationId) => {
    const store = stores.get(conversationId) ?? createStore(NOBODY)
    stores.set(conversationId, store)
    return store
  }
  const remove = (conversationId: ConversationId, isGone: (participant: TypingParticipant) => boolean) => {
    const store = stores.get(conversationId)
    const rest = store?.get().filter((participant) => !isGone(participant)) ?? NOBODY
    if (rest.length !== store?.get().length) store?.set(rest.length === 0 ? NOBODY : rest)
  }

  return {
    handle: (event) => {
      if (event.type === 'message.received') {
        // Who has sent the message is not writing it any more; contacts have other ids on other events, so all go.
        const { conversationId, direction, sender } = event.message
        remove(conversationId, ({ type, id }) => (direction === 'inbound' ? type === 'contact' : id === sender.id))
      }
      if (event.type !== 'typing.changed') return
      const { conversationId, participant, isTyping } = event
      const key = `${conversationId}\n${participant.id}`
      expiries.get(key)?.()
      expiries.delete(key)
      if (!isTyping) {
        remove(conversationId, ({ id }) => id === participant.id)
        return
      }
      const store = getStore(conversationId)
      if (!store.get().some(({ id }) => id === participant.id)) store.set([...store.get(), participant])
      const expire = () => remove(conversationId, ({ id }) => id === participant.id)
      expiries.set(key, timers.start(TYPING_TTL_MS, expire))
    },
    watch: getStore,
    stop: () => {
      timers.clear()
      expiries.clear()
      for (const store of stores.values()) store.set(NOBODY)
    },
  }
}
