import { toMessageList } from '../cache/messageData.ts'
import type { MessageDraft } from '../domain/commands.ts'
import { ConversationError } from '../domain/errors.ts'
import type { ConversationId, MessageId } from '../domain/ids.ts'
import { isUnsent, type Message } from '../domain/message.ts'
import type { Participant } from '../domain/participant.ts'
import { discardMessage } from './discardMessage.ts'
import { enqueueMessage, type SentMessage } from './enqueueMessage.ts'
import { createOutboxSender, type OutboxSenderOptions } from './outboxSender.ts'
import { retryMessage } from './retryMessage.ts'
import { isOfUnknownFate, isSameText, isSameWords, toUnknownFate } from './unknownFate.ts'

export interface OutboxOptions extends OutboxSenderOptions {
  /** Who is sending, as far as the server has said. */
  readonly getSender: () => Participant
}

/** Sends what the agent typed. One conversation's messages leave in the order they were typed. */
export interface Outbox {
  readonly send: (draft: MessageDraft) => SentMessage
  /** Sends a failed message again. One the channel refused is sent as a new one. */
  readonly retry: (conversationId: ConversationId, messageId: MessageId) => SentMessage
  readonly discard: (messageId: MessageId) => void
  readonly getUnsent: (conversationId: ConversationId) => readonly Message[]
  /** Looks like the echo of a message that is being sent right now, from a server that does not return client ids. */
  readonly isExpected: (message: Message) => boolean
  /** The same of one that was fetched: it is newer than what was known when that was sent. */
  readonly isFetchedEcho: (message: Message) => boolean
  /** A message came from the backend: perhaps the echo of one of these, before or instead of the answer. */
  readonly confirm: (message: Message) => void
  /** The line, the network or the token came back: try at once. */
  readonly wake: () => void
  /** The conversation is complete, or nobody will complete it: a send of unknown fate has turned up or is called that. */
  readonly reconcile: (conversationId: ConversationId) => void
  /** May send from now on. */
  readonly start: () => void
  /** Sends no more; nothing is forgotten. */
  readonly stop: () => void
  /** Another user signed in: forgets everything. */
  readonly clear: () => void
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { writer, queue, getSender } = options
  const { entries, resent } = queue
  const { work, accept, fail, start, stop, clearTimers } = createOutboxSender(options)

  const told = (conversationId: ConversationId, sent: SentMessage): SentMessage => {
    work(conversationId)
    return sent
  }

  /** A cache that outlived its outbox (a page that was restored) shows messages that nobody sends any more. */
  const findOrphans = () =>
    writer.listThreads().flatMap((conversationId) => {
      const data = writer.getMessages(conversationId)
      const list = data ? toMessageList(data) : []
      const unsent = list.slice(list.findLastIndex((message) => !isUnsent(message)) + 1)
      return unsent.filter(({ id, status }) => status === 'sending' && !entries.has(id))
    })

  return {
    send: (draft) => told(draft.conversationId, enqueueMessage(draft, getSender(), options)),
    retry: (conversationId, messageId) =>
      told(conversationId, retryMessage({ conversationId, messageId }, getSender(), options)),
    discard: (messageId) => work(discardMessage(messageId, options)),
    getUnsent: (conversationId) =>
      [...entries.values()].flatMap(({ message }) => (message.conversationId === conversationId ? [message] : [])),
    isExpected: (message) =>
      entries.size > 0 &&
      message.clientId === null &&
      message.direction === 'outbound' &&
      [...entries.values()].some(
        ({ state, outgoing }) =>
          state === 'sending' &&
          outgoing.conversationId === message.conversationId &&
          isSameWords(outgoing.text, message.text),
      ),
    isFetchedEcho: (message) =>
      [...entries.values()].some((entry) => entry.state === 'sending' && isSameText(message, entry)) &&
      writer.findMessage(message.conversationId, message.id) === undefined,
    confirm: (message) => {
      if (entries.size === 0) return
      const entry =
        message.clientId === null
          ? [...entries.values()].find((each) => isOfUnknownFate(each) && isSameText(message, each))
          : entries.get(message.clientId)
      if (entry === undefined) return
      entry.confirmed = message
      if (entry.state !== 'sending') accept(entry, message)
    },
    wake: () => {
      for (const entry of entries.values()) {
        if (entry.state !== 'queued') continue
        entry.backoff.reset()
        entry.notBefore = 0
        work(entry.outgoing.conversationId)
      }
    },
    reconcile: (conversationId) => {
      const data = writer.getMessages(conversationId)
      for (const entry of entries.values()) {
        if (entry.state !== 'unsure' || entry.outgoing.conversationId !== conversationId) continue
        const arrived = data && toMessageList(data).find((message) => isSameText(message, entry))
        if (arrived) accept(entry, arrived)
        else fail(entry, toUnknownFate())
      }
      work(conversationId)
    },
    start: () => {
      const { code, message: words } = toUnknownFate()
      for (const orphan of findOrphans()) {
        const failed: Message = { ...orphan, status: 'failed', error: { code, message: words, origin: 'client' } }
        writer.changeMessages(orphan.conversationId, { upserts: [failed] })
      }
      start()
    },
    stop,
    clear: () => {
      clearTimers()
      resent.clear()
      for (const { settled } of entries.values()) {
        settled.reject(new ConversationError('aborted', 'the message was discarded; another user signed in'))
      }
      entries.clear()
    },
  }
}
