import type { Page } from '../backends/backend.ts'
import type { CacheWriter } from '../cache/cacheWriter.ts'
import { toMessageList } from '../cache/messageData.ts'
import type { Connection } from '../connection/supervisor.ts'
import { ConversationError, isHopeless } from '../domain/errors.ts'
import type { ConversationId } from '../domain/ids.ts'
import type { Message } from '../domain/message.ts'
import { createBackoff } from '../lib/backoff.ts'
import { createDeferred, type Deferred } from '../lib/deferred.ts'
import type { Timers } from '../lib/timers.ts'
import type { EventPipeline } from './eventPipeline.ts'
import { recoverThread, toMark, type Mark } from './recoverThread.ts'
import { toWatermark, type Watermark } from './watermark.ts'

export interface ThreadGapOptions {
  readonly conversationId: ConversationId
  readonly link: Connection
  readonly writer: CacheWriter
  readonly pipeline: EventPipeline
  readonly timers: Timers
  /** Aborted when the line is lost; a new one for every connection, `null` while there is none. */
  readonly getSession: () => AbortSignal | null
  readonly isWatched: () => boolean
  /** It has been said what becomes of the subscription: what is fetched now is not overtaken unseen. */
  readonly isSubscribed: () => boolean
  /** Why its events do not come, where it was refused. */
  readonly getRefusal: () => ConversationError | null
  /** Told when the conversation has all it had missed, or nobody will find out any more. */
  readonly onRecovered: () => void
  /** Told whenever `isPending` may have changed. */
  readonly onProgress: () => void
}

/** What a conversation misses, from where on, and the fetching of it. */
export interface ThreadGap {
  readonly isLoaded: () => boolean
  /** It does not have all it missed yet, and says so. */
  readonly isPending: () => boolean
  readonly setPending: (isPending: boolean) => void
  /** Something may have been missed: remember from where, and fetch it with the next `fill`. */
  readonly suspect: () => void
  /** Fetches what is suspected, if that is possible now. */
  readonly fill: () => void
  /** The same as both; resolves when it was fetched, rejects at the first failure. At once where nothing is loaded. */
  readonly fillNow: () => Promise<void>
  /** Remembers how far the list was complete. */
  readonly setMark: () => void
  /** The subscription is only assumed to stand. */
  readonly setAssumed: (isAssumed: boolean) => void
  /** Call it before the first page is asked for, and what it returns when the page is there. */
  readonly beginPage: () => (page: Page<Message>) => void
}

export function createThreadGap(options: ThreadGapOptions): ThreadGap {
  const { conversationId, link, writer, pipeline, timers, getSession, isWatched, isSubscribed } = options
  const { getRefusal, onRecovered, onProgress } = options
  /** Counts the reasons to catch up; `served` is the last one that was. */
  let wanted = 0
  let served = 0
  let isPending = false
  let isRunning = false
  let wake = () => {}
  let isAssumed = false
  /** The server's time up to which everything is known. */
  let watermark: Watermark | null = null
  /** What was known when the conversation was last complete. */
  let mark: Mark | null = null
  /** The same for a join that was only assumed: what came live since may stand behind a hole. */
  let assumedMark: Mark | null = null
  const waiters = new Set<{ readonly reason: number; readonly done: Deferred<void> }>()

  const isLoaded = () => writer.getMessages(conversationId) !== undefined
  const isComplete = () => served === wanted

  const tell = (error: unknown) => {
    for (const waiter of waiters) {
      if (error === null && waiter.reason > served) continue
      waiters.delete(waiter)
      if (error === null) waiter.done.resolve(undefined)
      else waiter.done.reject(error)
    }
  }

  const setPending = (next: boolean) => {
    if (isPending === next) return
    isPending = next
    onProgress()
  }

  /** Remembers how far the list was complete. Never while it is not: a second drop must not shrink the look-back. */
  const setMark = () => {
    const data = writer.getMessages(conversationId)
    if (data === undefined || mark !== null || !isComplete()) return
    mark = assumedMark ?? toMark(toMessageList(data))
  }

  const recoverOnce = async (signal: AbortSignal) => {
    const reason = wanted
    const next = await recoverThread({
      conversationId,
      gateway: link.gateway,
      writer,
      watermark: link.getCapabilities().has('changes') ? watermark : null,
      mark,
      signal,
      apply: (messages) => {
        if (!signal.aborted) pipeline.apply(conversationId, messages)
      },
      restart: (page) => {
        if (!signal.aborted) writer.replaceMessages(conversationId, pipeline.complete(conversationId, page))
      },
    })
    if (signal.aborted) return
    // Read from a backend that does not say: what is known by time stays known.
    watermark = next.watermark ?? watermark
    // A reason that came up meanwhile: what came live since the page was read may stand behind a hole.
    mark = reason === wanted ? null : next.mark
    assumedMark = isAssumed ? next.mark : null
    served = reason
    writer.setMessagesError(conversationId, getRefusal())
    tell(null)
    onRecovered()
  }

  /** Ends early when the line goes, or when somebody asks again. */
  const pause = async (delayMs: number, signal: AbortSignal) => {
    const asleep = new AbortController()
    wake = () => asleep.abort()
    signal.addEventListener('abort', wake)
    await timers.wait(delayMs, asleep.signal)
    signal.removeEventListener('abort', wake)
    wake = () => {}
  }

  /** Serves the reasons to catch up until none is left; waits longer after each failure, and never gives up. */
  const run = async (signal: AbortSignal) => {
    const backoff = createBackoff()
    while (!signal.aborted && isWatched() && isLoaded() && !isComplete()) {
      const reason = wanted
      try {
        await recoverOnce(signal)
      } catch (error) {
        if (isHopeless(error)) {
          served = reason
          writer.setMessagesError(conversationId, error)
          tell(null)
          onRecovered()
        } else {
          tell(error)
          // Opened from the cache on a good line, it is stale all the same until this succeeds.
          setPending(true)
          await pause(backoff.next(), signal)
        }
      }
    }
    if (!isComplete()) tell(new ConversationError('aborted', 'the catch-up was given up'))
    if (!signal.aborted && !isComplete()) onRecovered()
  }

  const fill = () => {
    const signal = getSession()
    if (!isLoaded()) setPending(false)
    if (signal === null || isRunning || !isWatched() || !isLoaded()) return
    if (isComplete()) {
      if (isSubscribed()) setPending(false)
      return
    }
    isRunning = true
    void run(signal).finally(() => {
      isRunning = false
      // Serves what came up meanwhile, in this connection or the next.
      if (!isComplete() || isSubscribed()) fill()
    })
  }

  const suspect = () => {
    setMark()
    wanted += 1
  }

  return {
    isLoaded,
    isPending: () => isPending,
    setPending,
    suspect,
    fill,
    fillNow: async () => {
      if (getSession() === null) throw new ConversationError('disconnected', 'unable to catch up; nothing is live.')
      if (!isLoaded()) return
      suspect()
      const done = createDeferred<void>()
      waiters.add({ reason: wanted, done })
      wake()
      fill()
      await done.promise
    },
    setMark,
    setAssumed: (next) => {
      isAssumed = next
    },
    beginPage: () => {
      const reason = wanted
      const wasSubscribed = isSubscribed()
      return (page) => {
        watermark = toWatermark(page)
        // Read before the conversation was joined: what comes live may stand behind a hole.
        mark = wasSubscribed && reason === wanted ? null : toMark(page.items)
        assumedMark = isAssumed ? toMark(page.items) : null
        served = reason
        // It is in the cache one task from now; if the conversation was joined meanwhile, it has to catch up with it.
        timers.start(0, () => {
          writer.setMessagesError(conversationId, getRefusal())
          onRecovered()
          fill()
        })
      }
    },
  }
}
