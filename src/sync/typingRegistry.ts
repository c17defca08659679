import type { DomainEvent } from '../domain/events.ts'
import type { ConversationId } from '../domain/ids.ts'
import type { TypingParticipant } from '../domain/typing.ts'
import { createListeners } from '../lib/listeners.ts'
import type { Readable } from '../lib/store.ts'
import { createTimers } from '../lib/timers.ts'
import { createView } from '../lib/view.ts'

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
  const writing = new Map<ConversationId, readonly TypingParticipant[]>()
  const changed = createListeners()
  const timers = createTimers()
  const expiries = new Map<string, () => void>()

  const get = (conversationId: ConversationId) => writing.get(conversationId) ?? NOBODY
  const set = (conversationId: ConversationId, participants: readonly TypingParticipant[]) => {
    if (participants.length === 0) writing.delete(conversationId)
    else writing.set(conversationId, participants)
    changed.tell()
  }
  const remove = (conversationId: ConversationId, isGone: (participant: TypingParticipant) => boolean) => {
    const known = get(conversationId)
    const rest = known.filter((participant) => !isGone(participant))
    if (rest.length !== known.length) set(conversationId, rest)
  }

  return {
    handle: (event) => {
      if (event.type === 'message.received' && writing.size > 0) {
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
      const known = get(conversationId)
      if (!known.some(({ id }) => id === participant.id)) set(conversationId, [...known, participant])
      const expire = () => {
        expiries.delete(key)
        remove(conversationId, ({ id }) => id === participant.id)
      }
      expiries.set(key, timers.start(TYPING_TTL_MS, expire))
    },
    watch: (conversationId) => createView(changed, () => get(conversationId)),
    stop: () => {
      timers.clear()
      expiries.clear()
      writing.clear()
      changed.tell()
    },
  }
}
