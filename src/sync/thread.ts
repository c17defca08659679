import type { CacheWriter } from '../cache/cacheWriter.ts'
import { toMessageList, type MessagePage } from '../cache/messageData.ts'
import type { Link } from '../connection/link.ts'
import { ConversationError } from '../domain/errors.ts'
import type { ConversationId } from '../domain/ids.ts'
import { isUnsent, type Message } from '../domain/message.ts'
import { createBackoff } from '../lib/backoff.ts'
import type { IsoTimestamp } from '../lib/isoTimestamp.ts'
import type { Timers } from '../lib/timers.ts'
import type { EventPipeline } from './eventPipeline.ts'
import { recoverThread } from './recoverThread.ts'

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
  /** Told when the conversation has all it had missed. */
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
  const joinListeners = new Set<() => void>()
  /** Counts the reasons to catch up; `served` is the last one that was. */
  let wanted = 0
  let served = 0
  let isPending = false
  let isRunning = false
  /** The server's time up to which everything is known. */
  let watermark: IsoTimestamp | null = null
  /** The newest message from when the conversation was last complete. */
  let mark: Message | 'empty' | null = null

  const isLoaded = () => writer.getMessages(conversationId) !== undefined
  const isComplete = () => served === wanted

  const settle = () => {
    if (!isPending) return
    isPending = false
    onProgress()
  }

  /** Remembers how far the list was complete. Never while it is not: a second drop must not shrink the look-back. */
  const setMark = () => {
    const data = writer.getMessages(conversationId)
    if (data === undefined || mark !== null || !isComplete()) return
    mark = toMessageList(data).findLast((message) => !isUnsent(message)) ?? 'empty'
  }

  const restart = (messages: readonly Message[], nextCursor: string | null) => {
    const all = [...pipeline.complete(conversationId, messages), ...getUnsent()]
    writer.replaceMessages(conversationId, { messages: all, nextCursor, aside: [] })
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
      restart: (messages, nextCursor) => {
        if (!signal.aborted) restart(messages, nextCursor)
      },
    })
    if (signal.aborted) return
    watermark = next
    mark = null
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
        if (isHopeless(error)) served = reason
        else await timers.wait(backoff.next(), signal)
      }
    }
  }

  const catchUp = () => {
    const signal = getSession()
    if (signal === null || isRunning || watchers === 0 || !isLoaded()) return
    if (isComplete()) {
      if (subscription !== 'none') settle()
      return
    }
    isRunning = true
    void run(signal).finally(() => {
      isRunning = false
      // Serves what came up meanwhile, in this connection or the next.
      if (!isComplete() || subscription !== 'none') catchUp()
    })
  }

  const recover = () => {
    setMark()
    wanted += 1
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
    settle()
  }

  return {
    watch: () => {
      watchers += 1
      stopWatching ??= link.watch(conversationId)
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
      const page = await link.gateway.listMessages({ conversationId, cursor, limit }, { signal })
      const messages = pipeline.complete(conversationId, page.items)
      if (cursor !== null || isLoaded()) return { messages, nextCursor: page.nextCursor, aside: [] }
      watermark = page.serverTime
      mark = null
      served = reason
      // The page is in the cache one task from now; if the conversation was joined meanwhile, it has to catch up with it.
      timers.start(0, catchUp)
      const sent = new Set(messages.map(({ clientId }) => clientId))
      const unsent = getUnsent().filter(({ clientId }) => !sent.has(clientId))
      return { messages: [...messages, ...unsent], nextCursor: page.nextCursor, aside: [] }
    },
    recover,
    isPending: () => isPending,
    joined: (acknowledged) => {
      subscribed('joined')
      recover()
      if (!acknowledged) timers.start(ASSUMED_RECHECK_MS, recover)
    },
    refused: () => {
      subscribed('refused')
      settle()
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
