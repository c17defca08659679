import type { ListConversationsRequest } from '../backends/backend.ts'
import type { CacheWriter, InboxSummary } from '../cache/cacheWriter.ts'
import type { ConversationPage } from '../cache/conversationData.ts'
import type { Link } from '../connection/link.ts'
import { toConversation, type Conversation, type ConversationPatch } from '../domain/conversation.ts'
import { ConversationError } from '../domain/errors.ts'
import type { ConversationId } from '../domain/ids.ts'
import { createBackoff } from '../lib/backoff.ts'
import type { IsoTimestamp } from '../lib/isoTimestamp.ts'
import { createTimers } from '../lib/timers.ts'

export interface InboxOptions {
  readonly link: Link
  readonly writer: CacheWriter
  /** Told whenever `isCaughtUp` may have changed. */
  readonly onProgress: () => void
}

/** The lists of conversations: their pages, what they miss, and what events leave out. */
export interface Inbox {
  readonly loadPage: (request: ListConversationsRequest, signal: AbortSignal) => Promise<ConversationPage>
  readonly loadConversation: (id: ConversationId, signal: AbortSignal) => Promise<Conversation>
  /** Asks for conversations of which an event did not say everything; many events, one request each. */
  readonly complete: (ids: readonly ConversationId[]) => void
  readonly isCaughtUp: () => boolean
  readonly linkUp: () => void
  readonly linkDown: () => void
  readonly stop: () => void
}

const OVERLAP_MS = 30_000
const MOST_CHANGE_PAGES = 20
const PAGE_SIZE = 50
/** Events of one conversation come in twos and threes (message, conversation, unread): one request answers them. */
const COMPLETION_DELAY_MS = 100
/** More conversations than this at once, and reading the lists again is cheaper. */
const MOST_COMPLETIONS = 20

export function createInbox({ link, writer, onProgress }: InboxOptions): Inbox {
  const timers = createTimers()
  const incomplete = new Set<ConversationId>()
  let session: AbortController | null = null
  let isCaughtUp = false
  let watermark: IsoTimestamp | null = null

  const recoverOnce = async (signal: AbortSignal) => {
    const canAsk = watermark !== null && link.capabilities.get().has('changes')
    const next = canAsk && watermark !== null ? await readChanges(watermark, signal) : null
    if (next !== null) watermark = next
    else await readAgain(writer.listInboxes(), signal)
  }

  const readChanges = async (from: IsoTimestamp, signal: AbortSignal): Promise<IsoTimestamp | null> => {
    const since = new Date(Date.parse(from) - OVERLAP_MS).toISOString()
    let next: IsoTimestamp | null = null
    let cursor: string | null = null
    for (let count = 0; count < MOST_CHANGE_PAGES; count += 1) {
      const page = await link.gateway.listConversationChanges({ since, cursor }, { signal })
      if (page.serverTime === null) return null
      next ??= page.serverTime
      writer.changeConversations(page.items)
      cursor = page.nextCursor
      if (cursor === null) return next
    }
    return null
  }

  const readAgain = async (inboxes: readonly InboxSummary[], signal: AbortSignal) => {
    let next: IsoTimestamp | null = null
    for (const { filter, ids } of inboxes) {
      const found: ConversationPatch[] = []
      let hasMore = true
      while (hasMore && found.length < Math.max(ids.size, PAGE_SIZE)) {
        const request = { filter, offset: found.length, limit: PAGE_SIZE }
        const page = await link.gateway.listConversations(request, { signal })
        next ??= page.serverTime
        found.push(...page.items)
        hasMore = page.nextCursor !== null && page.items.length > 0
      }
      const conversations = [...new Map(found.map((patch) => [patch.id, toConversation(patch)])).values()]
      writer.replaceConversations(filter, { conversations, hasMore }, ids)
    }
    watermark = next ?? watermark
  }

  const run = async (signal: AbortSignal) => {
    const backoff = createBackoff()
    while (!signal.aborted) {
      try {
        await recoverOnce(signal)
        if (signal.aborted) return
        isCaughtUp = true
        onProgress()
        return
      } catch {
        await timers.wait(backoff.next(), signal)
      }
    }
  }

  const completeNow = async () => {
    const ids = [...incomplete]
    incomplete.clear()
    const signal = session?.signal
    if (signal === undefined) return
    if (ids.length > MOST_COMPLETIONS) return readAgain(writer.listInboxes(), signal)
    const reports = await Promise.all(
      ids.map((id) =>
        link.gateway.getConversation(id, { signal }).catch((error: unknown) => {
          if (error instanceof ConversationError && error.code === 'not_found') return null
          throw error
        }),
      ),
    )
    writer.changeConversations(reports.filter((report) => report !== null))
  }

  const endSession = () => {
    session?.abort(new ConversationError('disconnected', 'the connection was lost'))
    session = null
    isCaughtUp = false
  }

  return {
    loadPage: async (request, signal) => {
      const page = await link.gateway.listConversations(request, { signal })
      // The earliest answer counts: everything that changed after it is asked for when the line has been down.
      watermark ??= page.serverTime
      return { conversations: page.items.map(toConversation), hasMore: page.nextCursor !== null }
    },
    loadConversation: async (id, signal) => toConversation(await link.gateway.getConversation(id, { signal })),
    complete: (ids) => {
      if (incomplete.size === 0 && ids.length > 0) {
        // A failure is no loss: it means the line is going down, and coming up again reads everything anew.
        timers.start(COMPLETION_DELAY_MS, () => void completeNow().catch(() => {}))
      }
      for (const id of ids) incomplete.add(id)
    },
    isCaughtUp: () => isCaughtUp,
    linkUp: () => {
      endSession()
      session = new AbortController()
      void run(session.signal)
    },
    linkDown: endSession,
    stop: () => {
      timers.clear()
      incomplete.clear()
    },
  }
}
