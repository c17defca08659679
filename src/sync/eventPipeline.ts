import type { CacheWriter } from '../cache/cacheWriter.ts'
import type { StatusChange } from '../cache/changeMessages.ts'
import type { MessagePage } from '../cache/messageData.ts'
import { isComplete } from '../cache/conversationData.ts'
import type { ConversationPatch } from '../domain/conversation.ts'
import { climbStatus } from '../domain/deliveryStatus.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { ConversationId } from '../domain/ids.ts'
import { applyStatus, mergeById } from '../domain/mergeMessage.ts'
import { compareMessages, type Message } from '../domain/message.ts'
import { createExpiringMap } from '../lib/expiringMap.ts'
import { createFrameScheduler } from '../lib/frameScheduler.ts'
import { groupBy } from '../lib/groupBy.ts'
import { createSharedParts } from './sharedParts.ts'

export interface EventPipelineOptions {
  readonly writer: CacheWriter
  /** `true` while a conversation is watched: what arrives before its first page is kept for it. */
  readonly isWatched: (conversationId: ConversationId) => boolean
  /** Conversations of which an event did not say everything (base servers leave out the unread count). */
  readonly onIncomplete: (ids: readonly ConversationId[]) => void
  /** Every message that comes from the backend, live or fetched: one of them may be the echo of an own one. */
  readonly onMessage: (message: Message) => void
  /** Keeps back what was fetched of a send that is under way; returns the rest. Default: nothing is. */
  readonly holdEchoes?: (fetched: readonly Message[]) => readonly Message[]
}

/** Brings events into the cache: in order, once, one write per query and frame. */
export interface EventPipeline {
  readonly push: (events: readonly DomainEvent[]) => void
  /** Applies what was fetched, with the receipts that had arrived before it. Written at once. */
  readonly apply: (conversationId: ConversationId, messages: readonly Message[]) => void
  /** Makes a page of what was fetched, completed by what arrived while it was. */
  readonly complete: (
    conversationId: ConversationId,
    fetched: { readonly items: readonly Message[]; readonly nextCursor: string | null },
  ) => MessagePage
  /** Applies an own message that was answered; keeps it where the first page is still on its way. */
  readonly deliver: (message: Message) => void
  /** Drops what was kept for a first page nobody waits for any more. */
  readonly forget: (conversationId: ConversationId) => void
  readonly clear: () => void
}

/** Receipts that came before their message: kept this long, and this many. */
const EARLY_TTL_MS = 120_000
const EARLY_LIMIT = 2_000
/** Messages kept for a conversation whose first page is on its way. */
const WAITING_LIMIT = 1_000

export function createEventPipeline({
  writer,
  isWatched,
  onIncomplete,
  onMessage,
  holdEchoes = (fetched) => fetched,
}: EventPipelineOptions): EventPipeline {
  const early = createExpiringMap<string, StatusChange>({ limit: EARLY_LIMIT, ttlMs: EARLY_TTL_MS })
  /** Messages for watched conversations that are not in the cache yet. */
  const waiting = new Map<ConversationId, Message[]>()
  let share = createSharedParts()
  let messages: Message[] = []
  let statuses: StatusChange[] = []
  let patches: ConversationPatch[] = []

  /** Gives a message the receipts that had arrived before it. */
  const settle = (arrived: Message): Message => {
    const message = share(arrived)
    onMessage(message)
    if (early.size() === 0) return message
    const receipts = [message.id, message.externalId].flatMap((id) => (id === null ? [] : (early.take(id) ?? [])))
    return receipts.reduce((settled, { status, error }) => applyStatus(settled, status, error), message)
  }

  const keepEarly = (receipt: StatusChange) => {
    const known = early.get(receipt.reference)?.status
    if (climbStatus(known ?? 'sending', receipt.status) !== known) early.set(receipt.reference, receipt)
  }

  const keepWaiting = (conversationId: ConversationId, arrived: readonly Message[]) => {
    if (!isWatched(conversationId)) return
    waiting.set(conversationId, [...(waiting.get(conversationId) ?? []), ...arrived].slice(-WAITING_LIMIT))
  }

  const flush = () => {
    const arrived = groupBy(messages.map(settle), (message) => message.conversationId)
    const reports = patches
    const activity = [...arrived.values()].flatMap(toActivity)
    let open: readonly StatusChange[] = statuses
    messages = []
    statuses = []
    patches = []

    for (const [conversationId, upserts] of arrived) {
      if (writer.getMessages(conversationId) === undefined) keepWaiting(conversationId, upserts)
      else {
        // Most receipts are of what has just been said. The conversation is asked, for most wires do not name it.
        const others: StatusChange[] = []
        writer.changeMessages(conversationId, { upserts, statuses: open, onUnknown: (receipt) => others.push(receipt) })
        open = others
      }
    }
    for (const [conversationId, receipts] of writer.locate(open)) {
      if (conversationId === undefined) receipts.forEach(keepEarly)
      else writer.changeMessages(conversationId, { statuses: receipts })
    }
    if (reports.length + activity.length > 0) writer.changeConversations([...reports, ...activity])
    const incomplete = reports.filter((report) => !isComplete(report))
    if (incomplete.length > 0) onIncomplete([...new Set(incomplete.map(({ id }) => id))])
  }
  const scheduler = createFrameScheduler(flush)

  return {
    push: (events) => {
      for (const event of events) {
        if (event.type === 'message.received') messages.push(event.message)
        else if (event.type === 'message.statusChanged') statuses.push(event)
        else if (event.type === 'conversation.changed') patches.push(event.patch)
        else continue
        scheduler.schedule()
      }
    },
    apply: (conversationId, fetched) => {
      writer.changeMessages(conversationId, { upserts: holdEchoes(fetched).map(settle) })
    },
    complete: (conversationId, { items, nextCursor }) => {
      const live = waiting.get(conversationId) ?? []
      waiting.delete(conversationId)
      // Kept since before a hole: it would stand at the top as if there were none.
      const oldest = nextCursor === null ? undefined : items.toSorted(compareMessages)[0]
      const isBeyond = (message: Message) => oldest !== undefined && compareMessages(message, oldest) < 0
      const all = mergeById([...holdEchoes(items), ...live].map(settle))
      return { messages: all.filter((each) => !isBeyond(each)), nextCursor, aside: all.filter(isBeyond) }
    },
    deliver: (message) => {
      const { conversationId } = message
      if (writer.getMessages(conversationId) === undefined) keepWaiting(conversationId, [message])
      else writer.changeMessages(conversationId, { upserts: [settle(message)] })
    },
    forget: (conversationId) => void waiting.delete(conversationId),
    clear: () => {
      scheduler.cancel()
      early.clear()
      waiting.clear()
      share = createSharedParts()
      messages = []
      statuses = []
      patches = []
    },
  }
}

/** What new messages say about their conversation: that it was active, and how its preview reads. However many, it is one report. */
function toActivity(messages: readonly Message[]): readonly ConversationPatch[] {
  let newest: Message | null = null
  let lastInboundAt: string | null = null
  for (const message of messages) {
    const { type, deletedAt, direction, createdAt } = message
    if (type === 'note' || type === 'system' || deletedAt !== null) continue
    if (newest === null || compareMessages(newest, message) <= 0) newest = message
    if (direction === 'inbound' && createdAt >= (lastInboundAt ?? '')) lastInboundAt = createdAt
  }
  if (newest === null) return []
  const { conversationId: id, createdAt: lastMessageAt, text: lastMessagePreview } = newest
  return [{ id, lastMessageAt, lastMessagePreview, ...(lastInboundAt !== null && { lastInboundAt }) }]
}
