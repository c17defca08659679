import type { Message } from '../domain/message.ts'
import type { Participant } from '../domain/participant.ts'

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
  /** The message before: most say what it says, and nothing is looked up for those. */
  let last: Message | undefined
  const words = new Map<unknown, unknown>()
  const senders = new Map<unknown, Participant>()
  const keep = <Part>(parts: Map<unknown, unknown>, key: unknown, part: Part): Part => {
    if (parts.size >= LIMIT) parts.clear()
    parts.set(key, part)
    return part
  }
  const shareWord = <Word>(word: Word, latest: Word | undefined): Word =>
    word === latest && latest !== undefined
      ? latest
      : ((words.get(word) as Word | undefined) ?? keep(words, word, word))
  const shareSender = (sender: Participant) => {
    if (last && isSame(last.sender, sender)) return last.sender
    // Some wires say no more than which side it was.
    const key = sender.id ?? sender.type
    const known = senders.get(key)
    return known && isSame(known, sender) ? known : keep(senders, key, sender)
  }

  return (message) =>
    (last = {
      ...message,
      conversationId: shareWord(message.conversationId, last?.conversationId),
      workspaceId: shareWord(message.workspaceId, last?.workspaceId),
      sender: shareSender(message.sender),
      attachments: message.attachments.length > 0 ? message.attachments : NONE,
      reactions: message.reactions.length > 0 ? message.reactions : NONE,
      status: shareWord(message.status, last?.status),
      metadata: Object.keys(message.metadata).length > 0 ? message.metadata : NOTHING,
      updatedAt: message.updatedAt === message.createdAt ? message.createdAt : message.updatedAt,
    })
}

function isSame(a: Participant, b: Participant): boolean {
  return a.id === b.id && a.type === b.type && a.name === b.name
}
