import type { Gateway, Page } from '../backends/backend.ts'
import type { CacheWriter } from '../cache/cacheWriter.ts'
import { toMessageList } from '../cache/messageData.ts'
import { isFinalStatus } from '../domain/deliveryStatus.ts'
import type { ConversationId } from '../domain/ids.ts'
import { compareMessages, isUnsent, type Message } from '../domain/message.ts'
import type { IsoTimestamp } from '../lib/isoTimestamp.ts'

export interface ThreadRecovery {
  readonly conversationId: ConversationId
  readonly gateway: Gateway
  readonly writer: CacheWriter
  /** Brings what was fetched into the cache. */
  readonly apply: (messages: readonly Message[]) => void
  /** Starts the list anew from its newest page. */
  readonly restart: (messages: readonly Message[], nextCursor: string | null) => void
  /** The server's time up to which everything is known; `null` where it does not say, or has no `changes`. */
  readonly watermark: IsoTimestamp | null
  /** The newest message from when the conversation was last complete: what is newer may have arrived after a hole. */
  readonly mark: Message | 'empty' | null
  readonly signal: AbortSignal
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
 * stand before this is called, or what happens in between is in neither. Returns the new watermark; on a failure nothing
 * is forgotten, and the next call asks for the whole window again.
 */
export async function recoverThread(recovery: ThreadRecovery): Promise<IsoTimestamp | null> {
  if (recovery.watermark === null) return readAgain(recovery)
  return (await readChanges(recovery, recovery.watermark)) ?? readAgain(recovery)
}

/** By change time, deletions included. `null`: this server does not know what changed after all. */
async function readChanges(
  { conversationId, gateway, apply, restart, signal }: ThreadRecovery,
  watermark: IsoTimestamp,
): Promise<IsoTimestamp | null> {
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
    if (cursor === null) return next
  }
  const newest = await gateway.listMessages({ conversationId, cursor: null, limit: PAGE_SIZE }, { signal })
  restart(newest.items, newest.nextCursor)
  return newest.serverTime
}

/** Without change times: the newest pages, until they overlap what is known and cover what may still get a receipt. */
async function readAgain(recovery: ThreadRecovery): Promise<IsoTimestamp | null> {
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
    hasOverlap ||= cursor === null || page.items.some(isOverlap)
    if (!hasOverlap) continue
    if (cursor === null || count >= PAGES_FOR_RECEIPTS || page.items.some(isCovered)) {
      // All at once: half a gap would look like a whole conversation.
      apply(collected)
      return first.serverTime
    }
  }
  if (first !== null) restart(first.items, first.nextCursor)
  return first?.serverTime ?? null
}

/** How far back is far enough. */
function toLookBack({ conversationId, writer, mark }: ThreadRecovery) {
  const data = writer.getMessages(conversationId)
  const list = data ? toMessageList(data) : []
  const known = new Set(list.map(({ id }) => id))
  const oldestOpen = list.find(isAwaitingReceipt)
  return {
    isOverlap: (message: Message) => {
      if (mark === 'empty') return false
      return mark === null ? known.has(message.id) : compareMessages(message, mark) <= 0
    },
    isCovered: (message: Message) => oldestOpen === undefined || compareMessages(message, oldestOpen) <= 0,
  }
}

function isAwaitingReceipt(message: Message): boolean {
  return message.direction === 'outbound' && !isUnsent(message) && !isFinalStatus(message.status)
}
