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

/** @param getUserId Whose token it is: a server that greets nobody does not say that somebody else has signed in. */
export function createSeenConversations(getUserId: () => string | null): SeenConversations {
  const seen = new Map<ConversationId, Conversation>()
  let userId: string | null = null
  let tokenUserId: string | null = null

  const forgetOthers = () => {
    const next = getUserId()
    if (tokenUserId !== null && next !== null && next !== tokenUserId) seen.clear()
    tokenUserId = next ?? tokenUserId
  }
  const lay = (patch: ConversationPatch) => {
    const next = mergeConversation(seen.get(patch.id) ?? toConversation({ id: patch.id }), patch)
    seen.delete(patch.id)
    seen.set(patch.id, next)
    const [oldest] = seen.keys()
    if (seen.size > LIMIT && oldest !== undefined) seen.delete(oldest)
  }
  return {
    note: (events) => {
      forgetOthers()
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
    find: (id) => {
      forgetOthers()
      return seen.get(id)
    },
    list: () => {
      forgetOthers()
      return [...seen.values()].toSorted(compareConversations)
    },
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
