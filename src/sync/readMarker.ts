import type { CacheWriter } from '../cache/cacheWriter.ts'
import type { Connection } from '../connection/supervisor.ts'
import type { ConversationId } from '../domain/ids.ts'

export interface ReadMarkerOptions {
  readonly link: Connection
  readonly writer: CacheWriter
  /** Asks the backend how a conversation stands. */
  readonly complete: (ids: readonly ConversationId[]) => void
}

export interface ReadMarker {
  /** Takes the unread count off the screen at once and tells the backend; puts it back, and rejects, when it refuses. */
  readonly markRead: (conversationId: ConversationId) => Promise<void>
}

/** One request per conversation at a time: a burst of messages to an open conversation is not a burst of requests. */
export function createReadMarker({ link, writer, complete }: ReadMarkerOptions): ReadMarker {
  const running = new Map<ConversationId, { again: boolean; readonly done: Promise<void> }>()

  const tell = async (conversationId: ConversationId): Promise<void> => {
    const unreadCount = writer.findConversation(conversationId)?.unreadCount
    if (unreadCount === 0) return
    writer.changeConversations([{ id: conversationId, unreadCount: 0 }])
    const shown = writer.findConversation(conversationId)
    const endNotes = writer.noteConversations()
    try {
      await link.gateway.markRead(conversationId)
      const isAgain = running.get(conversationId)?.again === true
      // A report came in meanwhile: of before the server knew, or of a message that is unread indeed. It can tell.
      // Where the list is still being loaded, the report will be in it.
      const isTold = shown === undefined && endNotes().some(({ id }) => id === conversationId)
      if (!isAgain && (isTold || writer.findConversation(conversationId) !== shown)) complete([conversationId])
    } catch (error) {
      if (unreadCount !== undefined) writer.changeConversations([{ id: conversationId, unreadCount }])
      complete([conversationId])
      throw error
    } finally {
      endNotes()
    }
  }

  const run = async (conversationId: ConversationId): Promise<void> => {
    try {
      do {
        const entry = running.get(conversationId)
        if (entry !== undefined) entry.again = false
        await tell(conversationId)
      } while (running.get(conversationId)?.again === true)
    } finally {
      running.delete(conversationId)
    }
  }

  return {
    markRead: (conversationId) => {
      const known = running.get(conversationId)
      if (known !== undefined) {
        known.again = true
        return known.done
      }
      const done = Promise.resolve().then(() => run(conversationId))
      running.set(conversationId, { again: false, done })
      return done
    },
  }
}
