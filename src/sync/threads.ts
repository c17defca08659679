import type { ConversationId } from '../domain/ids.ts'
import { ConversationError } from '../domain/errors.ts'
import type { Message } from '../domain/message.ts'
import { createTimers } from '../lib/timers.ts'
import { createThread, type Thread, type ThreadOptions } from './thread.ts'

export interface ThreadsOptions extends Pick<ThreadOptions, 'link' | 'writer' | 'pipeline' | 'onProgress'> {
  readonly getUnsent: (conversationId: ConversationId) => readonly Message[]
  /** Told when a conversation has all it had missed. */
  readonly onRecovered: (conversationId: ConversationId) => void
}

/** All conversations that were opened, and what the line means to each. */
export interface Threads {
  readonly get: (conversationId: ConversationId) => Thread
  readonly isWatched: (conversationId: ConversationId) => boolean
  /** Fetches what any watched conversation may have missed, e.g. after a frame that could not be read. */
  readonly recoverAll: () => void
  /** Remembers from where any watched conversation may have missed something, for a later `recoverAll`. */
  readonly suspectAll: () => void
  /** The same, told when it is done; rejects when it could not be. */
  readonly catchUp: () => Promise<void>
  readonly isCaughtUp: () => boolean
  readonly linkUp: () => void
  readonly linkDown: () => void
  /** Ends every timer; conversations that are still watched go on with the next `linkUp`. */
  readonly stop: () => void
}

export function createThreads({ getUnsent, onRecovered, ...options }: ThreadsOptions): Threads {
  const threads = new Map<ConversationId, Thread>()
  const timers = createTimers()
  let session: AbortController | null = null

  options.link.onWatched((event) => {
    const thread = threads.get(event.room)
    if (event.type === 'joined') thread?.joined(event.acknowledged)
    else thread?.refused(event.error)
  })
  const endSession = () => {
    session?.abort(new ConversationError('disconnected', 'the connection was lost'))
    session = null
  }

  return {
    get: (conversationId) => {
      const known = threads.get(conversationId)
      if (known) return known
      const thread = createThread({
        ...options,
        conversationId,
        timers,
        getSession: () => session?.signal ?? null,
        getUnsent: () => getUnsent(conversationId),
        onRecovered: () => onRecovered(conversationId),
      })
      threads.set(conversationId, thread)
      return thread
    },
    isWatched: (conversationId) => threads.get(conversationId)?.isWatched() ?? false,
    recoverAll: () => {
      for (const thread of threads.values()) if (thread.isWatched()) thread.recover()
    },
    suspectAll: () => {
      for (const thread of threads.values()) if (thread.isWatched()) thread.suspect()
    },
    catchUp: async () => {
      const watched = [...threads.values()].filter((thread) => thread.isWatched())
      await Promise.all(watched.map((thread) => thread.catchUp()))
    },
    isCaughtUp: () => [...threads.values()].every((thread) => !thread.isPending()),
    linkUp: () => {
      endSession()
      session = new AbortController()
      for (const thread of threads.values()) thread.linkUp()
    },
    linkDown: () => {
      endSession()
      for (const thread of threads.values()) thread.linkDown()
    },
    stop: () => {
      timers.clear()
      for (const thread of threads.values()) thread.stop()
    },
  }
}
