import {
  compareConversations,
  toConversation,
  type Conversation,
  type ConversationPatch,
} from '../domain/conversation.ts'
import { matchesFilter } from '../domain/conversationFilter.ts'
import { ConversationError } from '../domain/errors.ts'
import { coalesce } from '../lib/coalesce.ts'
import type { Gateway } from './backend.ts'

export interface ConversationReaderOptions {
  /** Reads one page of the list; `null`: the first. */
  readonly readPage: (cursor: string | null) => Promise<{
    readonly conversations: readonly ConversationPatch[]
    readonly nextCursor: string | null
  }>
  /** Told of each whole reading, latest activity first. */
  readonly onRead?: (conversations: readonly Conversation[]) => void
}

/** Beyond these, the conversations the server lists last are not looked for. */
const MOST_PAGES = 20

/**
 * Lists conversations of a server whose list promises no order and knows no filter: all of them are read, and put in order
 * here. One that is asked for by its id is mostly on the first page, for it has just been active.
 */
export function createConversationReader({
  readPage,
  onRead,
}: ConversationReaderOptions): Pick<Gateway, 'listConversations' | 'getConversation'> {
  const readFirst = coalesce(() => readPage(null))
  const readAll = coalesce(async (): Promise<readonly Conversation[]> => {
    const byId = new Map<string, Conversation>()
    let page = await readFirst()
    for (let count = 1; ; count += 1) {
      for (const patch of page.conversations) byId.set(patch.id, toConversation(patch))
      if (page.nextCursor === null || count >= MOST_PAGES) break
      page = await readPage(page.nextCursor)
    }
    const all = [...byId.values()].toSorted(compareConversations)
    onRead?.(all)
    return all
  })

  return {
    listConversations: async ({ filter, offset, limit }, { signal } = {}) => {
      const all = (await readAll()).filter((conversation) => matchesFilter(conversation, filter))
      // The reading is everybody's; who gives up only does not want it any more.
      if (signal?.aborted === true) {
        throw new ConversationError('aborted', 'unable to load the conversations; it was cancelled.')
      }
      const end = offset + limit
      const nextCursor = end < all.length ? String(end) : null
      return { items: all.slice(offset, end), nextCursor, serverTime: null, rejected: 0 }
    },
    getConversation: async (id) => {
      const recent = (await readFirst()).conversations.find((each) => each.id === id)
      if (recent !== undefined) return toConversation(recent)
      const found = (await readAll()).find((each) => each.id === id)
      if (found !== undefined) return found
      throw new ConversationError('not_found', 'unable to load the conversation; the server lists none with this id.', {
        field: 'conversationId',
      })
    },
  }
}
