import type { CacheWriter } from '../cache/cacheWriter.ts'
import type { MessageDraft } from '../domain/commands.ts'
import type { Message } from '../domain/message.ts'
import type { Participant } from '../domain/participant.ts'
import { createBackoff } from '../lib/backoff.ts'
import { createDeferred } from '../lib/deferred.ts'
import { createId } from '../lib/createId.ts'
import { checkDraft, toOptimisticMessage } from './optimisticMessage.ts'
import type { OutboxEntry, OutboxQueue } from './outboxQueue.ts'

export interface SentMessage {
  /** The optimistic message, on screen already. */
  readonly message: Message
  /** Resolves to the backend's message; rejects when it failed or was discarded. */
  readonly settled: Promise<Message>
}

/** Where a message waits until it is sent, and where it is shown meanwhile. */
export interface Desk {
  readonly queue: OutboxQueue
  readonly writer: Pick<CacheWriter, 'changeMessages' | 'findMessage' | 'listThreads'>
}

/**
 * Puts a draft on screen and at the end of the queue. Whoever sends has to be told; who comes to send later finds it there.
 *
 * @throws {@link ConversationError} `invalid_payload`, naming the field.
 */
export function enqueueMessage(draft: MessageDraft, sender: Participant, desk: Desk): SentMessage {
  checkDraft(draft)
  const { queue } = desk
  const clientId = createId()
  queue.lastCreatedAt = Math.max(Date.now(), queue.lastCreatedAt + 1)
  const createdAt = new Date(queue.lastCreatedAt).toISOString()
  return enqueue({ ...draft, clientId }, toOptimisticMessage(draft, { clientId, sender, createdAt }), desk)
}

/** The same for a message that is there already. */
export function enqueue(outgoing: OutboxEntry['outgoing'], message: Message, { queue, writer }: Desk): SentMessage {
  const sending: Message = { ...message, status: 'sending', error: null }
  const entry: OutboxEntry = {
    outgoing,
    message: sending,
    state: 'queued',
    confirmed: null,
    mark: null,
    isSafe: true,
    hasLeft: false,
    backoff: createBackoff(),
    notBefore: 0,
    settled: createDeferred(),
  }
  queue.entries.set(outgoing.clientId, entry)
  writer.changeMessages(outgoing.conversationId, { upserts: [sending] })
  return { message: sending, settled: entry.settled.promise }
}
