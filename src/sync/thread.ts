import type { MessagePage } from '../cache/messageData.ts'
import { ConversationError } from '../domain/errors.ts'
import type { Message } from '../domain/message.ts'
import { createListeners } from '../lib/listeners.ts'
import { createThreadGap, type ThreadGapOptions } from './threadGap.ts'

export interface ThreadOptions extends Omit<ThreadGapOptions, 'isWatched' | 'isSubscribed' | 'getRefusal'> {
  /** Messages of this conversation that have not been sent yet: they belong to its list. */
  readonly getUnsent: () => readonly Message[]
}

/** One conversation: its subscription, its pages, and what it misses while the line is down. */
export interface Thread {
  /** Keeps the conversation live until the undo is called. Counted. */
  readonly watch: () => () => void
  readonly isWatched: () => boolean
  readonly loadPage: (cursor: string | null, limit: number, signal: AbortSignal) => Promise<MessagePage>
  /** Something may have been missed: fetch it. */
  readonly recover: () => void
  /** The same; resolves when it was fetched, rejects at the first failure. At once where nothing is loaded. */
  readonly catchUp: () => Promise<void>
  /** Something may have been missed: remember from where, and fetch it with the next `recover`. */
  readonly suspect: () => void
  /** It was on screen when the line came up, and does not have all it missed yet. */
  readonly isPending: () => boolean
  readonly joined: (acknowledged: boolean) => void
  readonly refused: (error: ConversationError) => void
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
  const { conversationId, link, writer, pipeline, timers, getUnsent, onRecovered } = options
  let watchers = 0
  let stopWatching: (() => void) | null = null
  let subscription: 'none' | 'joined' | 'refused' = 'none'
  let refusal: ConversationError | null = null
  const settled = createListeners()
  const gap = createThreadGap({
    ...options,
    isWatched: () => watchers > 0,
    isSubscribed: () => subscription !== 'none',
    getRefusal: () => refusal,
  })

  const recover = () => {
    gap.suspect()
    gap.fill()
  }

  const subscribed = (next: typeof subscription) => {
    subscription = next
    refusal = null
    settled.tell()
  }

  const whenJoined = (signal: AbortSignal): Promise<void> => {
    const { status } = link.state.get()
    const isComing = status === 'connected' || status === 'connecting'
    if (subscription !== 'none' || watchers === 0 || !isComing) return Promise.resolve()
    return new Promise((resolve) => {
      const finish = () => {
        stop()
        leave()
        signal.removeEventListener('abort', finish)
        resolve()
      }
      const stop = timers.start(JOIN_PATIENCE_MS, finish)
      const leave = settled.add(finish)
      signal.addEventListener('abort', finish)
    })
  }

  const release = () => {
    if (watchers > 0) return
    gap.setMark()
    stopWatching?.()
    stopWatching = null
    subscription = 'none'
    pipeline.forget(conversationId)
    writer.trimMessages(conversationId)
    gap.setPending(false)
    // Nobody will look any more what became of a send that was cut off.
    onRecovered()
  }

  return {
    watch: () => {
      watchers += 1
      stopWatching ??= link.watch(conversationId)
      // Left while a catch-up waited to be tried again, and back before the subscription was given up.
      if (subscription !== 'none') gap.fill()
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
      const endPage = gap.beginPage()
      const page = await link.gateway.listMessages({ conversationId, cursor, limit }, { signal })
      // Given up meanwhile: what arrived for it waits for the one that comes after.
      if (signal.aborted) throw new ConversationError('aborted', 'unable to load the messages; it was cancelled.')
      const completed = pipeline.complete(conversationId, page)
      if (cursor !== null || gap.isLoaded()) return completed
      endPage(page)
      // What was sent, failed, or was answered in the very task in which the page lands.
      timers.start(0, () => {
        if (!writer.getMessages(conversationId)) return
        const { messages } = pipeline.complete(conversationId, { items: [], nextCursor: null })
        writer.changeMessages(conversationId, { upserts: [...getUnsent(), ...messages] })
      })
      const sent = new Set(completed.messages.map(({ clientId }) => clientId))
      const unsent = getUnsent().filter(({ clientId }) => !sent.has(clientId))
      return { ...completed, messages: [...completed.messages, ...unsent] }
    },
    recover,
    suspect: gap.suspect,
    catchUp: gap.fillNow,
    isPending: gap.isPending,
    joined: (acknowledged) => {
      subscribed('joined')
      gap.setAssumed(!acknowledged)
      recover()
      if (acknowledged) return
      timers.start(ASSUMED_RECHECK_MS, () => {
        gap.suspect()
        gap.setAssumed(false)
        gap.fill()
      })
    },
    refused: (error) => {
      subscribed('refused')
      refusal = error
      // Its events do not come: what comes by another way may stand behind a hole.
      gap.suspect()
      gap.setPending(false)
      writer.setMessagesError(conversationId, error)
    },
    linkUp: () => gap.setPending(watchers > 0 && gap.isLoaded()),
    linkDown: () => {
      gap.setMark()
      subscribed('none')
    },
    stop: release,
  }
}
