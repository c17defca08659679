import type { Message } from '../domain/message.ts'
import type { Participant } from '../domain/participant.ts'
import { shallowEqual } from '../lib/shallowEqual.ts'

/** Words and senders, each. Beyond it is begun anew: what is kept already stays as it is. */
const LIMIT = 1_000
/** Frozen: whoever wrote to one would write to all of them. */
const NONE: readonly never[] = Object.freeze([])
const NOTHING: Message['metadata'] = Object.freeze({})

/**
 * Returns what makes a message of the parts that are there already. Every frame and every page is parsed by itself, so each
 * message brings its own copy of what all of a conversation say alike: the ids, the sender, the status, empty lists. Kept
 * once, a long history takes two thirds of the memory.
 */
export function createSharedParts(): (message: Message) => Message {
  const words = new Map<unknown, unknown>()
  const senders = new Map<unknown, Participant>()
  const keep = <Part>(parts: Map<unknown, unknown>, key: unknown, part: Part): Part => {
    if (parts.size >= LIMIT) parts.clear()
    parts.set(key, part)
    return part
  }
  const shareWord = <Word>(word: Word) => (words.get(word) as Word | undefined) ?? keep(words, word, word)
  const shareSender = (sender: Participant) => {
    // Some wires say no more than which side it was.
    const key = sender.id ?? sender.type
    const known = senders.get(key)
    return known && shallowEqual(known, sender) ? known : keep(senders, key, sender)
  }

  return (message) => ({
    ...message,
    conversationId: shareWord(message.conversationId),
    workspaceId: shareWord(message.workspaceId),
    sender: shareSender(message.sender),
    attachments: message.attachments.length > 0 ? message.attachments : NONE,
    reactions: message.reactions.length > 0 ? message.reactions : NONE,
    status: shareWord(message.status),
    metadata: Object.keys(message.metadata).length > 0 ? message.metadata : NOTHING,
    updatedAt: message.updatedAt === message.createdAt ? message.createdAt : message.updatedAt,
  })
}
