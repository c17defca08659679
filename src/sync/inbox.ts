import type { ListConversationsRequest } from '../backends/backend.ts'
import type { CacheWriter, InboxSummary } from '../cache/cacheWriter.ts'
import { changeConversations, type ConversationPage } from '../cache/conversationData.ts'
import type { Connection } from '../connection/supervisor.ts'
import { mergeConversation, toConversation, type Conversation, type ConversationPatch } from '../domain/conversation.ts'
import { ConversationError, isHopeless } from '../domain/errors.ts'
import type { ConversationId } from '../domain/ids.ts'
import { createBackoff } from '../lib/backoff.ts'
import { createTimers } from '../lib/timers.ts'
import { toWatermark, toWindow, type Watermark } from './watermark.ts'

export interface InboxOptions {
  readonly link: Connection
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
  /** Fetches what may have been missed; rejects when it could not. `isLive`: a live link feeds what nobody looks at too. */
  readonly catchUp: (options: { readonly isLive: boolean }) => Promise<void>
  readonly isCaughtUp: () => boolean
  readonly linkUp: () => void
  readonly linkDown: () => void
  readonly stop: () => void
}

const MOST_CHANGE_PAGES = 20
const PAGE_SIZE = 50
/** Events of one conversation come in twos and threes (message, conversation, unread): one request answers them. */
const COMPLETION_DELAY_MS = 100
/** More conversations than this at once, and reading the lists again is cheaper. */
const MOST_COMPLETIONS = 20

export function createInbox({ link, writer, onProgress }: InboxOptions): Inbox {
  const timers = createTimers()
  const completionBackoff = createBackoff()
  const incomplete = new Set<ConversationId>()
  let session: AbortController | null = null
  let isCaughtUp = false
  let watermark: Watermark | null = null

  const recoverOnce = async (signal: AbortSignal, { isLive }: { readonly isLive: boolean }) => {
    const known = link.getCapabilities().has('changes') ? watermark : null
    const next = known && (await readChanges(known, signal))
    // By another's clock, which may be wrong by more than was allowed for: what is looked at is read as well.
    if (next === null || next.source !== known?.source) {
      if (!isLive) writer.dropIdleConversations()
      await readAgain(signal)
    } else watermark = next
  }

  const readChanges = async (from: Watermark, signal: AbortSignal): Promise<Watermark | null> => {
    let next: Watermark | null = null
    let cursor: string | null = null
    for (let count = 0; count < MOST_CHANGE_PAGES; count += 1) {
      const page = await link.gateway.listConversationChanges({ ...toWindow(from), cursor }, { signal })
      next ??= toWatermark(page)
      if (next === null) return null
      writer.changeConversations(page.items)
      cursor = page.nextCursor
      if (cursor === null) return next
    }
    return null
  }

  /** Everything somebody looks at, from its beginning; what nobody looks at is read when somebody does. */
  const readAgain = async (signal: AbortSignal) => {
    let next: Watermark | null = null
    const seen = new Set<ConversationId>()
    for (const inbox of writer.listInboxes()) {
      const readAt = await readInbox(inbox, seen, signal).catch((error: unknown) => {
        if (!isHopeless(error)) throw error
        return null
      })
      next ??= readAt
    }
    watermark = next ?? watermark
    complete(writer.listDetails().filter((id) => !seen.has(id)))
  }

  const readInbox = async ({ filter, ids }: InboxSummary, seen: Set<ConversationId>, signal: AbortSignal) => {
    const found: ConversationPatch[] = []
    const moved = new Set<ConversationId>()
    let readAt: Watermark | null = null
    let hasMore = true
    const endNotes = writer.noteConversations()
    try {
      while (hasMore && found.length < Math.max(ids.size, PAGE_SIZE)) {
        const request = { filter, offset: found.length, limit: PAGE_SIZE }
        const page = await link.gateway.listConversations(request, { signal })
        readAt ??= toWatermark(page)
        found.push(...page.items)
        hasMore = page.nextCursor !== null && page.items.length > 0
      }
    } finally {
      endNotes().forEach(({ id }) => moved.add(id))
    }
    for (const { id } of found) seen.add(id)
    const conversations = [...new Map(found.map((patch) => [patch.id, toConversation(patch)])).values()]
    // What moved while the pages were read may have slipped from one into another that was read already.
    const gone = new Set([...ids].filter((id) => !moved.has(id)))
    writer.replaceConversations(filter, { conversations, hasMore }, gone)
    // Single conversations in the cache hear of it too.
    writer.changeConversations(found)
    return readAt
  }

  const run = async (signal: AbortSignal) => {
    const backoff = createBackoff()
    while (!signal.aborted) {
      try {
        await recoverOnce(signal, { isLive: false })
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
    // Coming up again reads everything anew.
    if (signal === undefined) return
    if (ids.length > MOST_COMPLETIONS) return readAgain(signal)
    const results = await Promise.allSettled(ids.map((id) => link.gateway.getConversation(id, { signal })))
    if (signal.aborted) return
    writer.changeConversations(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])))
    const failed = ids.filter((_, position) => {
      const result = results[position]
      return result?.status === 'rejected' && !isHopeless(result.reason)
    })
    if (failed.length > 0) complete(failed, completionBackoff.next())
    else completionBackoff.reset()
  }

  const complete = (ids: readonly ConversationId[], delayMs = COMPLETION_DELAY_MS) => {
    if (incomplete.size === 0 && ids.length > 0) {
      timers.start(delayMs, () => {
        completeNow().catch(() => complete(ids, completionBackoff.next()))
      })
    }
    for (const id of ids) incomplete.add(id)
  }

  /** Reads something with what is reported meanwhile laid over it; if the line came up meanwhile, it is read again. */
  const load = async <Loaded>(
    read: () => Promise<Loaded>,
    lay: (loaded: Loaded, reports: readonly ConversationPatch[]) => Loaded,
  ): Promise<Loaded> => {
    const before = session
    const endNotes = writer.noteConversations()
    try {
      const loaded = await read()
      // In the cache one task from now.
      if (session !== null && session !== before) timers.start(0, () => session && void run(session.signal))
      return lay(loaded, endNotes())
    } finally {
      endNotes()
    }
  }

  const endSession = () => {
    session?.abort(new ConversationError('disconnected', 'the connection was lost'))
    session = null
    isCaughtUp = false
  }

  return {
    loadPage: (request, signal) =>
      load(
        async (): Promise<ConversationPage> => {
          const page = await link.gateway.listConversations(request, { signal })
          // The earliest answer counts: everything that changed after it is asked for when the line has been down.
          watermark ??= toWatermark(page)
          return { conversations: page.items.map(toConversation), hasMore: page.nextCursor !== null }
        },
        (page, reports) => layOverPage(page, reports, request),
      ),
    loadConversation: (id, signal) =>
      load(
        async () => toConversation(await link.gateway.getConversation(id, { signal })),
        (conversation, reports) => reports.filter((report) => report.id === id).reduce(mergeConversation, conversation),
      ),
    complete,
    catchUp: async (options) => {
      const signal = session?.signal
      if (signal === undefined) throw new ConversationError('disconnected', 'unable to catch up; nothing is live.')
      await recoverOnce(signal, options)
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

/** Reports that came while a page was read; only the first page takes in what is new. */
function layOverPage(
  page: ConversationPage,
  reports: readonly ConversationPatch[],
  { filter, offset }: ListConversationsRequest,
): ConversationPage {
  const listed = new Set(page.conversations.map(({ id }) => id))
  const concerned = reports.filter(({ id }) => offset === 0 || listed.has(id))
  const [laid] = changeConversations({ pages: [page], pageParams: [offset] }, concerned, filter).pages
  return laid ?? page
}
