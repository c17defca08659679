import type { Gateway, Page } from '../backends/backend.ts'
import type { CacheWriter } from '../cache/cacheWriter.ts'
import { toMessageList } from '../cache/messageData.ts'
import { isFinalStatus } from '../domain/deliveryStatus.ts'
import type { ConversationId, MessageId } from '../domain/ids.ts'
import { compareMessages, isUnsent, type Message } from '../domain/message.ts'
import type { IsoTimestamp } from '../lib/isoTimestamp.ts'

export interface ThreadRecovery {
  readonly conversationId: ConversationId
  readonly gateway: Gateway
  readonly writer: CacheWriter
  /** Brings what was fetched into the cache. */
  readonly apply: (messages: readonly Message[]) => void
  /** Starts the list anew from its newest page. */
  readonly restart: (page: Page<Message>) => void
  /** The server's time up to which everything is known; `null` where it does not say, or has no `changes`. */
  readonly watermark: IsoTimestamp | null
  /** What was known when the conversation was last complete; `null`: all that is known now. */
  readonly mark: Mark | null
  readonly signal: AbortSignal
}

/**
 * The newest messages that were known when nothing was missing. Ids, not a time: one message from a phone whose clock is an
 * hour ahead is newer than everything that was missed.
 */
export type Mark = ReadonlySet<MessageId>

/** No look-back goes further. */
const MOST_MARKED = 500

export interface Recovered {
  readonly watermark: IsoTimestamp | null
  /** The newest page, where pages were read: up to there nothing is missing. */
  readonly mark: Mark | null
}

/** @param messages Oldest first. */
export function toMark(messages: readonly Message[]): Mark {
  const confirmed = messages.filter((message) => !isUnsent(message))
  return new Set(confirmed.slice(-MOST_MARKED).map(({ id }) => id))
}

/**
 * `now()` is a transaction's *start* in Postgres: a slow one commits rows that are older than the watermark. So the
 * window is asked for with this overlap; what comes twice merges into nothing.
 */
const OVERLAP_MS = 30_000
/** Beyond these the gap is not filled page by page: the list starts anew at its newest page. */
const MOST_CHANGE_PAGES = 20
const MOST_PAGES = 10
const PAGE_SIZE = 50
/** A receipt may have been missed for an older message: so many pages more are read for those, and no more. */
const PAGES_FOR_RECEIPTS = 3

/**
 * Fetches what a conversation has missed and merges it: new messages, edits, deletions, receipts. The subscription must
 * stand before this is called, or what happens in between is in neither. On a failure nothing is forgotten, and the next
 * call asks for the whole window again.
 */
export async function recoverThread(recovery: ThreadRecovery): Promise<Recovered> {
  if (recovery.watermark === null) return readAgain(recovery)
  return (await readChanges(recovery, recovery.watermark)) ?? readAgain(recovery)
}

/** By change time, deletions included. `null`: this server does not know what changed after all. */
async function readChanges(
  { conversationId, gateway, apply, restart, signal }: ThreadRecovery,
  watermark: IsoTimestamp,
): Promise<Recovered | null> {
  const since = new Date(Date.parse(watermark) - OVERLAP_MS).toISOString()
  let next: IsoTimestamp | null = null
  let cursor: string | null = null
  for (let count = 0; count < MOST_CHANGE_PAGES; count += 1) {
    const page = await gateway.listMessageChanges({ conversationId, since, cursor }, { signal })
    if (page.serverTime === null) return null
    // The first answer's time: what changes while the later pages are read belongs to the next window.
    next ??= page.serverTime
    apply(page.items)
    cursor = page.nextCursor
    if (cursor === null) return { watermark: next, mark: null }
  }
  const newest = await gateway.listMessages({ conversationId, cursor: null, limit: PAGE_SIZE }, { signal })
  restart(newest)
  return { watermark: newest.serverTime, mark: toMark(newest.items) }
}

/** Without change times: the newest pages, until they overlap what is known and cover what may still get a receipt. */
async function readAgain(recovery: ThreadRecovery): Promise<Recovered> {
  const { conversationId, gateway, apply, restart, signal } = recovery
  const { isOverlap, isCovered } = toLookBack(recovery)
  const collected: Message[] = []
  let first: Page<Message> | null = null
  let hasOverlap = false
  let cursor: string | null = null
  for (let count = 1; count <= MOST_PAGES; count += 1) {
    const page: Page<Message> = await gateway.listMessages({ conversationId, cursor, limit: PAGE_SIZE }, { signal })
    first ??= page
    collected.push(...page.items)
    cursor = page.nextCursor
    // Its oldest message, for one from the future is on the newest page whatever was missed.
    const oldest = page.items.toSorted(compareMessages)[0]
    hasOverlap ||= cursor === null || (oldest !== undefined && isOverlap(oldest))
    if (!hasOverlap) continue
    if (cursor === null || count >= PAGES_FOR_RECEIPTS || page.items.some(isCovered)) {
      // All at once: half a gap would look like a whole conversation.
      apply(collected)
      return { watermark: first.serverTime, mark: toMark(first.items) }
    }
  }
  if (first !== null) restart(first)
  return { watermark: first?.serverTime ?? null, mark: first && toMark(first.items) }
}

/** How far back is far enough. */
function toLookBack({ conversationId, writer, mark }: ThreadRecovery) {
  const data = writer.getMessages(conversationId)
  const list = data ? toMessageList(data) : []
  const known = mark ?? toMark(list)
  const oldestOpen = list.find(isAwaitingReceipt)
  return {
    isOverlap: (message: Message) => known.has(message.id),
    isCovered: (message: Message) => oldestOpen === undefined || compareMessages(message, oldestOpen) <= 0,
  }
}

function isAwaitingReceipt(message: Message): boolean {
  return message.direction === 'outbound' && !isUnsent(message) && !isFinalStatus(message.status)
}
