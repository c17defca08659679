import type { QueryClient } from '@tanstack/query-core'
import type { OutgoingMessage } from '../domain/commands.ts'
import type { ConversationId, MessageId, UserId } from '../domain/ids.ts'
import type { Message } from '../domain/message.ts'
import type { Backoff } from '../lib/backoff.ts'
import type { Deferred } from '../lib/deferred.ts'
import type { SentMessage } from './enqueueMessage.ts'

export interface OutboxEntry {
  readonly outgoing: OutgoingMessage
  message: Message
  /** `unsure`: it was cut off on its way, and is being looked for. */
  state: 'queued' | 'sending' | 'unsure' | 'failed'
  confirmed: Message | null
  /** The newest confirmed message when the send began: what it became can only be newer. `null`: nobody knows. */
  mark: Message | 'empty' | null
  /** Every attempt so far left with a key that makes a repeated send one message. */
  isSafe: boolean
  /** It has been on its way at least once. */
  hasLeft: boolean
  readonly backoff: Backoff
  /** It waits until then after a failure, whatever else happens; this side's clock, in ms. */
  notBefore: number
  settled: Deferred<Message>
}

/**
 * What was typed and nobody has confirmed yet. It belongs to the cache that shows it, not to the client that sends it: a
 * provider that is unmounted and mounted again finds it where it was.
 */
export interface OutboxQueue {
  /** By client id, which is also the id of the optimistic message. In the order typed. */
  readonly entries: Map<string, OutboxEntry>
  /** Messages the channel refused and that were sent anew: a second click is not a third message. */
  readonly resent: Map<MessageId, SentMessage>
  /** Conversations of which a message is being sent right now, by whichever client. */
  readonly running: Set<ConversationId>
  /** The clients that may send, the latest last. */
  readonly workers: Set<(conversationId: ConversationId) => void>
  /** The order typed is the order shown, also for two messages within a millisecond. */
  lastCreatedAt: number
  /** Whose messages these are, and everything else in the cache under this scope. */
  owner: UserId | null
}

const queues = new WeakMap<QueryClient, Map<string, OutboxQueue>>()

/** The queue of a cache and scope: the same for every client over them. */
export function getOutboxQueue(queryClient: QueryClient, scope: string): OutboxQueue {
  const scopes = queues.get(queryClient) ?? new Map<string, OutboxQueue>()
  queues.set(queryClient, scopes)
  const known = scopes.get(scope)
  if (known !== undefined) return known
  const queue: OutboxQueue = {
    entries: new Map(),
    resent: new Map(),
    running: new Set(),
    workers: new Set(),
    lastCreatedAt: 0,
    owner: null,
  }
  scopes.set(scope, queue)
  return queue
}
