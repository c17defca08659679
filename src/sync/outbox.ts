import type { CacheWriter } from '../cache/cacheWriter.ts'
import { toMessageList } from '../cache/messageData.ts'
import type { Link } from '../connection/link.ts'
import type { MessageDraft, OutgoingMessage } from '../domain/commands.ts'
import { ConversationError, toConversationError } from '../domain/errors.ts'
import type { ConversationId, MessageId } from '../domain/ids.ts'
import { compareMessages, isUnsent, type Message } from '../domain/message.ts'
import type { Participant } from '../domain/participant.ts'
import { createBackoff, type Backoff } from '../lib/backoff.ts'
import { createId } from '../lib/createId.ts'
import { createDeferred, type Deferred } from '../lib/deferred.ts'
import { createTimers } from '../lib/timers.ts'
import { classifySendError } from './classifySendError.ts'
import { checkDraft, toOptimisticMessage } from './optimisticMessage.ts'

export interface OutboxOptions {
  readonly link: Link
  readonly writer: CacheWriter
  /** Who is sending, as far as the server has said. */
  readonly getSender: () => Participant
  /** Asks for what the conversation holds, to learn what became of an interrupted send; `false` when nobody has it open. */
  readonly recover: (conversationId: ConversationId) => boolean
  /** Told when a send was answered, well or badly: its echo need not be held back any more. */
  readonly onAnswered: (conversationId: ConversationId) => void
}

export interface SentMessage {
  /** The optimistic message, on screen already. */
  readonly message: Message
  /** Resolves to the backend's message; rejects when it failed or was discarded. */
  readonly settled: Promise<Message>
}

/** What the agent typed and nobody has confirmed yet. One conversation's messages leave in the order they were typed. */
export interface Outbox {
  readonly send: (draft: MessageDraft) => SentMessage
  /** Sends a failed message again. One the channel refused is sent as a new one. */
  readonly retry: (conversationId: ConversationId, messageId: MessageId) => SentMessage
  readonly discard: (messageId: MessageId) => void
  readonly getUnsent: (conversationId: ConversationId) => readonly Message[]
  /** Looks like the echo of a message that is being sent right now, from a server that does not return client ids. */
  readonly isExpected: (message: Message) => boolean
  /** A message came from the backend: perhaps the echo of one of these, before or instead of the answer. */
  readonly confirm: (message: Message) => void
  /** The line, the network or the token came back: try at once. */
  readonly wake: () => void
  /** The conversation is complete: a send of unknown fate has either turned up or not. */
  readonly reconcile: (conversationId: ConversationId) => void
  /** Stops the timers; nothing is forgotten. */
  readonly stop: () => void
  /** Another user signed in: forgets everything. */
  readonly clear: () => void
}

interface Entry {
  readonly outgoing: OutgoingMessage
  message: Message
  state: 'queued' | 'sending' | 'unsure' | 'failed'
  confirmed: Message | null
  /** The newest confirmed message when the send began: what it became can only be newer. */
  mark: Message | null
  readonly backoff: Backoff
  settled: Deferred<Message>
}

/** On a healthy line a server that keeps failing gets this many tries before the agent is asked. */
const MOST_ATTEMPTS = 5

export function createOutbox({ link, writer, getSender, recover, onAnswered }: OutboxOptions): Outbox {
  /** By client id, which is also the id of the optimistic message. In the order typed. */
  const entries = new Map<string, Entry>()
  const running = new Set<ConversationId>()
  const timers = createTimers()
  let lastCreatedAt = 0

  const show = (entry: Entry, changes: Partial<Message>) => {
    entry.message = { ...entry.message, ...changes }
    writer.changeMessages(entry.outgoing.conversationId, { upserts: [entry.message] })
  }
  const accept = (entry: Entry, confirmed: Message) => {
    if (!entries.delete(entry.outgoing.clientId)) return
    const message = { ...confirmed, clientId: entry.outgoing.clientId }
    writer.changeMessages(message.conversationId, { upserts: [message] })
    entry.settled.resolve(message)
  }
  const fail = (entry: Entry, error: ConversationError) => {
    entry.state = 'failed'
    show(entry, { status: 'failed', error: { code: error.code, message: error.message, origin: 'client' } })
    entry.settled.reject(error)
  }

  /** Without idempotency a send that is cut off may arrive twice if it is repeated: then only a good line will do. */
  const canSend = () => link.capabilities.get().has('idempotency') || link.state.get().status === 'connected'

  /** Resolves to `true` when the next message may leave: this one was accepted, or has failed for good. */
  const attempt = async (entry: Entry): Promise<boolean> => {
    const data = writer.getMessages(entry.outgoing.conversationId)
    entry.state = 'sending'
    entry.mark ??= (data && toMessageList(data).findLast((message) => !isUnsent(message))) ?? null
    try {
      accept(entry, await link.gateway.sendMessage(entry.outgoing))
      return true
    } catch (cause) {
      if (!entries.has(entry.outgoing.clientId)) return true
      if (entry.confirmed === null) {
        return settleFailure(
          entry,
          toConversationError(cause, 'network_error', 'unable to send the message; it was cut off'),
        )
      }
      accept(entry, entry.confirmed)
      return true
    } finally {
      onAnswered(entry.outgoing.conversationId)
    }
  }

  const settleFailure = (entry: Entry, error: ConversationError): boolean => {
    const { conversationId } = entry.outgoing
    const verdict = classifySendError(error, link.capabilities.get().has('idempotency'))
    if (verdict === 'unsure') {
      entry.state = 'unsure'
      if (recover(conversationId)) return false
      fail(entry, toUnknownFate())
      return true
    }
    const isHealthy = link.state.get().status === 'connected'
    if (verdict === 'fail' || (isHealthy && entry.backoff.attempts() >= MOST_ATTEMPTS)) {
      fail(entry, error)
      return true
    }
    // It keeps its place: nothing typed later may overtake it.
    entry.state = 'queued'
    timers.start(entry.backoff.next(), () => void run(conversationId))
    return false
  }

  const run = async (conversationId: ConversationId): Promise<void> => {
    if (running.has(conversationId)) return
    running.add(conversationId)
    for (let mayGoOn = true; mayGoOn;) {
      const entry = [...entries.values()].find(
        ({ outgoing, state }) => outgoing.conversationId === conversationId && state !== 'failed',
      )
      mayGoOn = entry?.state === 'queued' && canSend() && (await attempt(entry))
    }
    running.delete(conversationId)
  }

  const enqueue = (entry: Entry): SentMessage => {
    entry.state = 'queued'
    show(entry, { status: 'sending', error: null })
    void run(entry.outgoing.conversationId)
    return { message: entry.message, settled: entry.settled.promise }
  }

  const send = (draft: MessageDraft): SentMessage => {
    checkDraft(draft)
    const clientId = createId()
    // The order typed is the order shown, also for two messages within a millisecond.
    lastCreatedAt = Math.max(Date.now(), lastCreatedAt + 1)
    const entry: Entry = {
      outgoing: { ...draft, clientId },
      message: toOptimisticMessage(draft, {
        clientId,
        sender: getSender(),
        createdAt: new Date(lastCreatedAt).toISOString(),
      }),
      state: 'queued',
      confirmed: null,
      mark: null,
      backoff: createBackoff(),
      settled: createDeferred(),
    }
    entries.set(clientId, entry)
    return enqueue(entry)
  }

  return {
    send,
    retry: (conversationId, messageId) => {
      const entry = entries.get(messageId)
      if (entry?.state === 'failed') {
        entry.backoff.reset()
        entry.settled = createDeferred()
        return enqueue(entry)
      }
      const message = writer.findMessage(conversationId, messageId)
      if (entry === undefined && message?.status === 'failed' && message.text !== null) {
        const { text, replyToId } = message
        return send({ conversationId, type: 'text', text, ...(replyToId !== null && { replyToId }) })
      }
      throw new ConversationError('invalid_option', 'unable to retry; only a failed text message can be sent again.', {
        field: 'messageId',
      })
    },
    discard: (messageId) => {
      const entry = entries.get(messageId)
      if (entry === undefined || entry.state === 'sending' || entry.state === 'unsure') {
        throw new ConversationError('invalid_option', 'unable to discard; the message is being sent, or has been.', {
          field: 'messageId',
        })
      }
      entries.delete(messageId)
      writer.changeMessages(entry.outgoing.conversationId, { removals: [messageId] })
      entry.settled.reject(new ConversationError('aborted', 'the message was discarded'))
      void run(entry.outgoing.conversationId)
    },
    getUnsent: (conversationId) =>
      [...entries.values()].flatMap(({ message }) => (message.conversationId === conversationId ? [message] : [])),
    isExpected: (message) =>
      message.clientId === null &&
      message.direction === 'outbound' &&
      [...entries.values()].some(
        ({ state, outgoing }) =>
          state === 'sending' && outgoing.conversationId === message.conversationId && outgoing.text === message.text,
      ),
    confirm: (message) => {
      const entry = message.clientId === null ? undefined : entries.get(message.clientId)
      if (entry === undefined) return
      entry.confirmed = message
      if (entry.state !== 'sending') accept(entry, message)
    },
    wake: () => {
      for (const { outgoing, backoff, state } of entries.values()) {
        if (state !== 'queued') continue
        backoff.reset()
        void run(outgoing.conversationId)
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
      void run(conversationId)
    },
    stop: () => timers.clear(),
    clear: () => {
      timers.clear()
      for (const { settled } of entries.values()) {
        settled.reject(new ConversationError('aborted', 'the message was discarded; another user signed in'))
      }
      entries.clear()
    },
  }
}

/** A base server's rows carry no client id: a message of ours with this text that is newer than the send is it. */
function isSameText(message: Message, { outgoing, mark }: Entry): boolean {
  if (isUnsent(message) || message.direction !== 'outbound' || message.text !== outgoing.text) return false
  return message.clientId === null && (mark === null || compareMessages(message, mark) > 0)
}

function toUnknownFate(): ConversationError {
  return new ConversationError(
    'delivery_unknown',
    'unable to tell whether the message was sent; the line broke while it was on its way, and this server cannot say. ' +
      'Look at the customer’s last answer before sending it again.',
  )
}
