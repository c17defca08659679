import {
  compareConversations,
  mergeConversation,
  toConversation,
  type Conversation,
  type ConversationPatch,
} from '../domain/conversation.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { ConversationId } from '../domain/ids.ts'
import type { Message } from '../domain/message.ts'

/** The conversations that were heard of: all there is to list where nobody can be asked. */
export interface SeenConversations {
  readonly note: (events: readonly DomainEvent[]) => void
  readonly find: (id: ConversationId) => Conversation | undefined
  /** Latest activity first. */
  readonly list: () => readonly Conversation[]
}

/** The ones that were silent longest are forgotten first. */
const LIMIT = 1_000

export function createSeenConversations(): SeenConversations {
  const seen = new Map<ConversationId, Conversation>()
  let userId: string | null = null

  const lay = (patch: ConversationPatch) => {
    const next = mergeConversation(seen.get(patch.id) ?? toConversation({ id: patch.id }), patch)
    seen.delete(patch.id)
    seen.set(patch.id, next)
    const [oldest] = seen.keys()
    if (seen.size > LIMIT && oldest !== undefined) seen.delete(oldest)
  }
  return {
    note: (events) => {
      for (const event of events) {
        if (event.type === 'message.received') lay(toPatch(event.message))
        else if (event.type === 'conversation.changed') lay(event.patch)
        else if (event.type === 'session.started') {
          // What another user has seen is nobody's business.
          if (userId !== null && event.userId !== userId) seen.clear()
          userId = event.userId ?? userId
        }
      }
    },
    find: (id) => seen.get(id),
    list: () => [...seen.values()].toSorted(compareConversations),
  }
}

function toPatch({ conversationId, direction, sender, createdAt, text }: Message): ConversationPatch {
  const isInbound = direction === 'inbound'
  return {
    id: conversationId,
    lastMessageAt: createdAt,
    lastMessagePreview: text,
    ...(isInbound && {
      lastInboundAt: createdAt,
      contact: { id: sender.id, name: sender.name, phone: null, avatarUrl: null },
    }),
  }
}
