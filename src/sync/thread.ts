import type { Page } from '../backends/backend.ts'
import type { CacheWriter } from '../cache/cacheWriter.ts'
import { toMessageList, type MessagePage } from '../cache/messageData.ts'
import type { Link } from '../connection/link.ts'
import { ConversationError } from '../domain/errors.ts'
import type { ConversationId } from '../domain/ids.ts'
import type { Message } from '../domain/message.ts'
import { createBackoff } from '../lib/backoff.ts'
import type { IsoTimestamp } from '../lib/isoTimestamp.ts'
import type { Timers } from '../lib/timers.ts'
import type { EventPipeline } from './eventPipeline.ts'
import { recoverThread, toMark, type Mark } from './recoverThread.ts'

export interface ThreadOptions {
  readonly conversationId: ConversationId
  readonly link: Link
  readonly writer: CacheWriter
  readonly pipeline: EventPipeline
  readonly timers: Timers
  /** Aborted when the line is lost; a new one for every connection, `null` while there is none. */
  readonly getSession: () => AbortSignal | null
  /** Messages of this conversation that have not been sent yet: they belong to its list. */
  readonly getUnsent: () => readonly Message[]
  /** Told when the conversation has all it had missed, or nobody will find out any more. */
  readonly onRecovered: () => void
  /** Told whenever `isPending` may have changed. */
  readonly onProgress: () => void
}

/** One conversation: its subscription, its pages, and what it misses while the line is down. */
export interface Thread {
  /** Keeps the conversation live until the undo is called. Counted. */
  readonly watch: () => () => void
  readonly isWatched: () => boolean
  readonly loadPage: (cursor: string | null, limit: number, signal: AbortSignal) => Promise<MessagePage>
  /** Something may have been missed: fetch it. */
  readonly recover: () => void
  /** Something may have been missed: remember from where, and fetch it with the next `recover`. */
  readonly suspect: () => void
  /** It was on screen when the line came up, and does not have all it missed yet. */
  readonly isPending: () => boolean
  readonly joined: (acknowledged: boolean) => void
  readonly refused: () => void
  readonly linkUp: () => void
  readonly linkDown: () => void
  /** The client stops: lets go at once of what nobody watches. */
  readonly stop: () => void
}

/** A component that unmounts and mounts again (StrictMode, a route change) keeps its subscription. */
const RELEASE_DELAY_MS = 100
/** How long a first page waits for the subscription. Later it would be caught up anyway; this only saves a request. */
const JOIN_PATIENCE_MS = 500
/** A base server confirms no join, and may have been slow to carry it out: its conversations are read once more. */
const ASSUMED_RECHECK_MS = 5_000

export function createThread(options: ThreadOptions): Thread {
  const { conversationId, link, writer, pipeline, timers, getSession, getUnsent, onRecovered, onProgress } = options
  let watchers = 0
  let stopWatching: (() => void) | null = null
  let subscription: 'none' | 'joined' | 'refused' = 'none'
  let isAssumed = false
  const joinListeners = new Set<() => void>()
  /** Counts the reasons to catch up; `served` is the last one that was. */
  let wanted = 0
  let served = 0
  let isPending = false
  let isRunning = false
  /** The server's time up to which everything is known. */
  let watermark: IsoTimestamp | null = null
  /** What was known when the conversation was last complete. */
  let mark: Mark | null = null
  /** The same for a join that was only assumed: what came live since may stand behind a hole. */
  let assumedMark: Mark | null = null

  const isLoaded = () => writer.getMessages(conversationId) !== undefined
  const isComplete = () => served === wanted

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

  const restart = (page: Page<Message>) => {
    writer.replaceMessages(conversationId, pipeline.complete(conversationId, page))
  }

  const recoverOnce = async (signal: AbortSignal) => {
    const reason = wanted
    const next = await recoverThread({
      conversationId,
      gateway: link.gateway,
      writer,
      watermark: link.capabilities.get().has('changes') ? watermark : null,
      mark,
      signal,
      apply: (messages) => {
        if (!signal.aborted) pipeline.apply(conversationId, messages)
      },
      restart: (page) => {
        if (!signal.aborted) restart(page)
      },
    })
    if (signal.aborted) return
    watermark = next.watermark
    mark = null
    assumedMark = isAssumed ? next.mark : null
    served = reason
    onRecovered()
  }

  /** Serves the reasons to catch up until none is left; waits longer after each failure, and never gives up. */
  const run = async (signal: AbortSignal) => {
    const backoff = createBackoff()
    while (!signal.aborted && watchers > 0 && isLoaded() && !isComplete()) {
      const reason = wanted
      try {
        await recoverOnce(signal)
      } catch (error) {
        if (isHopeless(error)) {
          served = reason
          onRecovered()
        } else {
          // Opened from the cache on a good line, it is stale all the same until this succeeds.
          setPending(true)
          await timers.wait(backoff.next(), signal)
        }
      }
    }
    if (!signal.aborted && !isComplete()) onRecovered()
  }

  const catchUp = () => {
    const signal = getSession()
    if (!isLoaded()) setPending(false)
    if (signal === null || isRunning || watchers === 0 || !isLoaded()) return
    if (isComplete()) {
      if (subscription !== 'none') setPending(false)
      return
    }
    isRunning = true
    void run(signal).finally(() => {
      isRunning = false
      // Serves what came up meanwhile, in this connection or the next.
      if (!isComplete() || subscription !== 'none') catchUp()
    })
  }

  const suspect = () => {
    setMark()
    wanted += 1
  }

  const recover = () => {
    suspect()
    catchUp()
  }

  const subscribed = (next: typeof subscription) => {
    subscription = next
    for (const listener of [...joinListeners]) listener()
  }

  const whenJoined = (signal: AbortSignal): Promise<void> => {
    const { status } = link.state.get()
    const isComing = status === 'connected' || status === 'connecting'
    if (subscription !== 'none' || watchers === 0 || !isComing) return Promise.resolve()
    return new Promise((resolve) => {
      const finish = () => {
        stop()
        joinListeners.delete(finish)
        signal.removeEventListener('abort', finish)
        resolve()
      }
      const stop = timers.start(JOIN_PATIENCE_MS, finish)
      joinListeners.add(finish)
      signal.addEventListener('abort', finish)
    })
  }

  const release = () => {
    if (watchers > 0) return
    setMark()
    stopWatching?.()
    stopWatching = null
    subscription = 'none'
    pipeline.forget(conversationId)
    setPending(false)
    // Nobody will look any more what became of a send that was cut off.
    onRecovered()
  }

  return {
    watch: () => {
      watchers += 1
      stopWatching ??= link.watch(conversationId)
      // Left while a catch-up waited to be tried again, and back before the subscription was given up.
      if (subscription !== 'none') catchUp()
      let isUndone = false
      return () => {
        if (isUndone) return
        isUndone = true
        watchers -= 1
        if (watchers === 0) timers.start(RELEASE_DELAY_MS, release)
      }
    },
    isWatched: () => watchers > 0,
    loadPage: async (cursor, limit, signal) => {
      if (cursor === null) await whenJoined(signal)
      // StrictMode mounts twice: the first request is given up before it was made.
      if (signal.aborted) throw new ConversationError('aborted', 'unable to load the messages; it was cancelled.')
      const reason = wanted
      const wasJoined = subscription === 'joined'
      const page = await link.gateway.listMessages({ conversationId, cursor, limit }, { signal })
      const completed = pipeline.complete(conversationId, page)
      if (cursor !== null || isLoaded()) return completed
      watermark = page.serverTime
      // Read before the conversation was joined: what comes live may stand behind a hole.
      mark = wasJoined ? null : toMark(page.items)
      assumedMark = isAssumed ? toMark(page.items) : null
      served = reason
      // The page is in the cache one task from now; if the conversation was joined meanwhile, it has to catch up with it.
      timers.start(0, () => {
        onRecovered()
        catchUp()
      })
      const sent = new Set(completed.messages.map(({ clientId }) => clientId))
      const unsent = getUnsent().filter(({ clientId }) => !sent.has(clientId))
      return { ...completed, messages: [...completed.messages, ...unsent] }
    },
    recover,
    suspect,
    isPending: () => isPending,
    joined: (acknowledged) => {
      subscribed('joined')
      isAssumed = !acknowledged
      recover()
      if (acknowledged) return
      timers.start(ASSUMED_RECHECK_MS, () => {
        suspect()
        isAssumed = false
        catchUp()
      })
    },
    refused: () => {
      subscribed('refused')
      setPending(false)
    },
    linkUp: () => {
      isPending = watchers > 0 && isLoaded()
    },
    linkDown: () => {
      setMark()
      subscribed('none')
    },
    stop: release,
  }
}

/** Asking again will not help: the conversation is gone, or not ours. */
function isHopeless(error: unknown): boolean {
  return error instanceof ConversationError && ['not_found', 'forbidden', 'invalid_payload'].includes(error.code)
}
