import * as v from 'valibot'
import type { Database } from '../database/database.ts'
import { report } from '../report.ts'
import { loadConversations, type StoredConversation } from '../store/storedConversation.ts'
import { loadMessages, type StoredMessage } from '../store/storedMessage.ts'

/** A committed change, with the row as it is now. */
export type Change =
  /** New, or changed in more than its receipt. */
  | { readonly type: 'message'; readonly message: StoredMessage; readonly isNew: boolean }
  /** Only the receipt changed. */
  | { readonly type: 'messageStatus'; readonly message: StoredMessage }
  | { readonly type: 'conversation'; readonly conversation: StoredConversation; readonly isNew: boolean }

/** What the database's triggers announce. */
const AnnouncementSchema = v.object({
  table: v.picklist(['messages', 'conversations']),
  op: v.optional(v.string(), 'UPDATE'),
  id: v.string(),
  statusOnly: v.optional(v.boolean(), false),
})

interface Announcement {
  readonly type: Change['type']
  readonly id: string
  readonly isNew: boolean
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
  const unique = mergeAnnouncements(batch)
  const toIds = (isWanted: (type: Change['type']) => boolean) => [
    ...new Set(unique.filter(({ type }) => isWanted(type)).map(({ id }) => id)),
  ]
  const messageIds = toIds((type) => type !== 'conversation')
  const conversationIds = toIds((type) => type === 'conversation')
  const messages = messageIds.length > 0 ? await loadMessages(database, messageIds) : []
  const conversations = conversationIds.length > 0 ? await loadConversations(database, conversationIds) : []
  const messageById = new Map(messages.map((message) => [message.id, message]))
  const conversationById = new Map(conversations.map((conversation) => [conversation.id, conversation]))
  return unique.flatMap(({ type, id, isNew }): Change[] => {
    if (type === 'conversation') {
      const conversation = conversationById.get(id)
      return conversation === undefined ? [] : [{ type, conversation, isNew }]
    }
    const message = messageById.get(id)
    if (message === undefined) return []
    return [type === 'message' ? { type, message, isNew } : { type, message }]
  })
}

/** Each row once per kind of change, where it was first announced; it is new if any of its announcements says so. */
function mergeAnnouncements(batch: readonly Announcement[]): readonly Announcement[] {
  const merged = new Map<string, Announcement>()
  for (const item of batch) {
    const key = `${item.type} ${item.id}`
    merged.set(key, { ...item, isNew: item.isNew || merged.get(key)?.isNew === true })
  }
  return [...merged.values()]
}

/** The channel is open to every client of the database: what is no announcement is nothing. */
function parseAnnouncement(payload: string): Announcement | null {
  try {
    const parsed = v.safeParse(AnnouncementSchema, JSON.parse(payload))
    if (!parsed.success) return null
    const { table, op, id, statusOnly } = parsed.output
    const type = table === 'conversations' ? 'conversation' : statusOnly ? 'messageStatus' : 'message'
    return { id, type, isNew: op === 'INSERT' }
  } catch {
    return null
  }
}
