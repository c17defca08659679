import * as v from 'valibot'
import type { Database } from '../database/database.ts'
import { report } from '../report.ts'
import { loadConversations, type StoredConversation } from '../store/storedConversation.ts'
import { loadMessages, type StoredMessage } from '../store/storedMessage.ts'

/** A committed change, with the row as it is now. */
export type Change =
  /** New, or changed in more than its receipt. */
  | { readonly type: 'message'; readonly message: StoredMessage }
  /** Only the receipt changed. */
  | { readonly type: 'messageStatus'; readonly message: StoredMessage }
  | { readonly type: 'conversation'; readonly conversation: StoredConversation }

/** What the database's triggers announce. */
const AnnouncementSchema = v.object({
  table: v.picklist(['messages', 'conversations']),
  id: v.string(),
  statusOnly: v.optional(v.boolean(), false),
})

interface Announcement {
  readonly type: Change['type']
  readonly id: string
}

const CHANNEL = 'chatengine_changes'
/** Rows read at a time. */
const BATCH = 500

export interface ChangeFeed {
  /** Announces no more; resolves when what was under way is done. */
  readonly close: () => Promise<void>
}

/**
 * Turns the database's announcements into changes, in the order of the commits. The announcement names the row, the feed
 * reads it: one query for all that has come meanwhile, so that a burst costs a few queries and a lone change no delay.
 * A row announced twice in a batch is told once; what is told is always its present state.
 */
export async function openChangeFeed(
  database: Database,
  onChanges: (changes: readonly Change[]) => void,
): Promise<ChangeFeed> {
  const queue: Announcement[] = []
  let working: Promise<void> | null = null
  let isClosed = false

  const work = async () => {
    while (queue.length > 0 && !isClosed) {
      const batch = queue.splice(0, BATCH)
      try {
        const changes = await readChanges(database, batch)
        if (!isClosed) onChanges(changes)
      } catch (error) {
        report('announce a change', error)
      }
    }
    working = null
  }

  await database.listen(CHANNEL, (payload) => {
    const announcement = parseAnnouncement(payload)
    if (announcement === null || isClosed) return
    queue.push(announcement)
    working ??= work()
  })
  return {
    close: async () => {
      isClosed = true
      await working
    },
  }
}

async function readChanges(database: Database, batch: readonly Announcement[]): Promise<readonly Change[]> {
  const unique = [...new Map(batch.map((item) => [`${item.type} ${item.id}`, item])).values()]
  const toIds = (isWanted: (type: Change['type']) => boolean) => [
    ...new Set(unique.filter(({ type }) => isWanted(type)).map(({ id }) => id)),
  ]
  const messageIds = toIds((type) => type !== 'conversation')
  const conversationIds = toIds((type) => type === 'conversation')
  const messages = messageIds.length > 0 ? await loadMessages(database, messageIds) : []
  const conversations = conversationIds.length > 0 ? await loadConversations(database, conversationIds) : []
  const messageById = new Map(messages.map((message) => [message.id, message]))
  const conversationById = new Map(conversations.map((conversation) => [conversation.id, conversation]))
  return unique.flatMap(({ type, id }): Change[] => {
    if (type === 'conversation') {
      const conversation = conversationById.get(id)
      return conversation === undefined ? [] : [{ type, conversation }]
    }
    const message = messageById.get(id)
    return message === undefined ? [] : [{ type, message }]
  })
}

/** The channel is open to every client of the database: what is no announcement is nothing. */
function parseAnnouncement(payload: string): Announcement | null {
  try {
    const parsed = v.safeParse(AnnouncementSchema, JSON.parse(payload))
    if (!parsed.success) return null
    const { table, id, statusOnly } = parsed.output
    return { id, type: table === 'conversations' ? 'conversation' : statusOnly ? 'messageStatus' : 'message' }
  } catch {
    return null
  }
}
