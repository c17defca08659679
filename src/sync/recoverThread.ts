import type { Gateway, Page } from '../backends/backend.ts'
import type { CacheWriter } from '../cache/cacheWriter.ts'
import { toMessageList } from '../cache/messageData.ts'
import { isFinalStatus } from '../domain/deliveryStatus.ts'
import type { ConversationId, MessageId } from '../domain/ids.ts'
import { compareMessages, isUnsent, type Message } from '../domain/message.ts'
import { toWatermark, toWindow, type Watermark } from './watermark.ts'

export interface ThreadRecovery {
  readonly conversationId: ConversationId
  readonly gateway: Gateway
  readonly writer: CacheWriter
  /** Brings what was fetched into the cache. */
  readonly apply: (messages: readonly Message[]) => void
  /** Starts the list anew from its newest page. */
  readonly restart: (page: Page<Message>) => void
  /** Up to when everything is known; `null` where the server does not say, or has no `changes`. */
  readonly watermark: Watermark | null
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
  readonly watermark: Watermark | null
  /** The newest page, where pages were read: up to there nothing is missing. */
  readonly mark: Mark | null
}

/** @param messages Oldest first. */
export function toMark(messages: readonly Message[]): Mark {
  const confirmed = messages.filter((message) => !isUnsent(message))
  return new Set(confirmed.slice(-MOST_MARKED).map(({ id }) => id))
}

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
async function readChanges(recovery: ThreadRecovery, watermark: Watermark): Promise<Recovered | null> {
  const { conversationId, gateway, apply, restart, signal } = recovery
  let next: Watermark | null = null
  let cursor: string | null = null
  for (let count = 0; count < MOST_CHANGE_PAGES; count += 1) {
    const page = await gateway.listMessageChanges({ conversationId, ...toWindow(watermark), cursor }, { signal })
    // The first answer's time: what changes while the later pages are read belongs to the next window.
    next ??= toWatermark(page)
    if (next === null) return null
    apply(page.items)
    cursor = page.nextCursor
    if (cursor !== null) continue
    // By another's clock, which may be wrong by more than was allowed for: at least nothing new is missing.
    if (next.source !== watermark.source) return { ...(await readAgain(recovery)), watermark: next }
    return { watermark: next, mark: null }
  }
  const newest = await gateway.listMessages({ conversationId, cursor: null, limit: PAGE_SIZE }, { signal })
  restart(newest)
  return { watermark: toWatermark(newest), mark: toMark(newest.items) }
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
      return { watermark: toWatermark(first), mark: toMark(first.items) }
    }
  }
  if (first !== null) restart(first)
  return { watermark: first && toWatermark(first), mark: first && toMark(first.items) }
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
