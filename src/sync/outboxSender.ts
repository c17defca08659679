import type { CacheWriter } from '../cache/cacheWriter.ts'
import { toMessageList } from '../cache/messageData.ts'
import type { Connection } from '../connection/supervisor.ts'
import { type ConversationError, toConversationError } from '../domain/errors.ts'
import type { ConversationId } from '../domain/ids.ts'
import { isUnsent, type Message } from '../domain/message.ts'
import { createTimers } from '../lib/timers.ts'
import { classifySendError } from './classifySendError.ts'
import type { OutboxEntry, OutboxQueue } from './outboxQueue.ts'
import { toUnknownFate } from './unknownFate.ts'

export interface OutboxSenderOptions {
  readonly link: Connection
  readonly writer: CacheWriter
  readonly queue: OutboxQueue
  /** Brings a confirmed message to where the others come from the wire. */
  readonly deliver: (message: Message) => void
  /** Asks for what the conversation holds, to learn what became of an interrupted send; `false` when nobody has it open. */
  readonly recover: (conversationId: ConversationId) => boolean
  /** Told when a send was answered, well or badly: its echo need not be held back any more. */
  readonly onAnswered: (conversationId: ConversationId) => void
}

/** Empties the queue: a conversation's messages one after the other, and what becomes of each. */
export interface OutboxSender {
  /** Sends what is queued in a conversation, if that is possible now. */
  readonly work: (conversationId: ConversationId) => void
  readonly show: (entry: OutboxEntry, changes: Partial<Message>) => void
  readonly accept: (entry: OutboxEntry, confirmed: Message) => void
  readonly fail: (entry: OutboxEntry, error: ConversationError) => void
  readonly start: () => void
  readonly stop: () => void
  readonly clearTimers: () => void
}

/** On a healthy line a server that keeps failing gets this many tries before the agent is asked. */
const MOST_ATTEMPTS = 5

export function createOutboxSender(options: OutboxSenderOptions): OutboxSender {
  const { link, writer, queue, deliver, recover, onAnswered } = options
  const { entries } = queue
  const timers = createTimers()
  let isStarted = false

  const show = (entry: OutboxEntry, changes: Partial<Message>) => {
    entry.message = { ...entry.message, ...changes }
    writer.changeMessages(entry.outgoing.conversationId, { upserts: [entry.message] })
  }
  const accept = (entry: OutboxEntry, confirmed: Message) => {
    if (!entries.delete(entry.outgoing.clientId)) return
    const message = { ...confirmed, clientId: entry.outgoing.clientId }
    deliver(message)
    entry.settled.resolve(message)
  }
  const fail = (entry: OutboxEntry, error: ConversationError) => {
    entry.state = 'failed'
    show(entry, { status: 'failed', error: { code: error.code, message: error.message, origin: 'client' } })
    entry.settled.reject(error)
  }

  const hasIdempotency = () => link.getCapabilities().has('idempotency')
  /** Without idempotency a send that is cut off may arrive twice if it is repeated: then only a good line will do. */
  const canSend = () => isStarted && (hasIdempotency() || link.state.get().status === 'connected')

  /** Resolves to `true` when the next message may leave: this one was accepted, or has failed for good. */
  const attempt = async (entry: OutboxEntry): Promise<boolean> => {
    entry.state = 'sending'
    entry.mark ??= getNewest(writer, entry.outgoing.conversationId)
    // Asked now: a greeting that comes while it is on its way says nothing of how it left.
    entry.isSafe &&= hasIdempotency()
    entry.hasLeft = true
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

  const settleFailure = (entry: OutboxEntry, error: ConversationError): boolean => {
    const { conversationId } = entry.outgoing
    const verdict = classifySendError(error, entry.isSafe)
    if (verdict === 'unsure') {
      entry.state = 'unsure'
      if (isStarted && recover(conversationId)) return false
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
    const delayMs = entry.backoff.next()
    entry.notBefore = Date.now() + delayMs
    if (isStarted) timers.start(delayMs, () => void run(conversationId))
    return false
  }

  const run = async (conversationId: ConversationId): Promise<void> => {
    if (!isStarted || queue.running.has(conversationId)) return
    queue.running.add(conversationId)
    for (let mayGoOn = true; mayGoOn;) {
      const entry = [...entries.values()].find(
        ({ outgoing, state }) => outgoing.conversationId === conversationId && state !== 'failed',
      )
      const isDue = entry?.state === 'queued' && Date.now() >= entry.notBefore
      mayGoOn = entry !== undefined && isDue && canSend() && (await attempt(entry))
    }
    queue.running.delete(conversationId)
    // Stopped while a message was on its way: whoever has taken over goes on.
    if (!isStarted) [...queue.workers].at(-1)?.(conversationId)
  }
  const work = (conversationId: ConversationId) => void run(conversationId)

  return {
    work,
    show,
    accept,
    fail,
    start: () => {
      isStarted = true
      queue.workers.add(work)
      for (const { outgoing } of entries.values()) work(outgoing.conversationId)
    },
    stop: () => {
      isStarted = false
      queue.workers.delete(work)
      timers.clear()
      if (queue.workers.size > 0) return
      for (const entry of entries.values()) if (entry.state === 'unsure') fail(entry, toUnknownFate())
    },
    clearTimers: timers.clear,
  }
}

function getNewest(writer: CacheWriter, conversationId: ConversationId): OutboxEntry['mark'] {
  const data = writer.getMessages(conversationId)
  return data ? (toMessageList(data).findLast((message) => !isUnsent(message)) ?? 'empty') : null
}
