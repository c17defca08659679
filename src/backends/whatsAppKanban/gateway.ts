import * as v from 'valibot'
import { compareConversations, toConversation, type ConversationPatch } from '../../domain/conversation.ts'
import { matchesFilter } from '../../domain/conversationFilter.ts'
import { ConversationError } from '../../domain/errors.ts'
import { compareMessages } from '../../domain/message.ts'
import type { Gateway } from '../backend.ts'
import type { GatewayContext } from '../defineBackend.ts'
import type { WhatsAppKanbanOptions } from './options.ts'
import { readConversationRow, readMessageRow } from './rows.ts'
import { ListSchema } from './schema.ts'

const PAGE_SIZE = 100
/** Beyond these, the conversations that have been silent longest are not looked for. */
const MOST_PAGES = 20

/** Kanban's HTTP API: a conversation's messages, and the conversations where an option says where they are. */
export function createGateway(context: GatewayContext<WhatsAppKanbanOptions>): Partial<Gateway> {
  const { request, getUserId, options } = context
  const toPath = (id: string) => `/conversations/${encodeURIComponent(id)}/messages`
  const readList = (what: string, body: unknown) => {
    const parsed = v.safeParse(ListSchema, body)
    return parsed.success ? parsed.output : failProtocol(what)
  }
  const messages: Partial<Gateway> = {
    toCursor: ({ id }) => id,
    listMessages: async ({ conversationId, cursor, limit }, { signal } = {}) => {
      const what = 'load the messages'
      const query = { limit, before: cursor ?? undefined }
      const body = await request({ what, path: toPath(conversationId), query, signal })
      const { data, hasMore, nextCursor } = readList(what, body)
      const items = data
        .map((row) => readMessageRow(row, conversationId))
        .filter((item) => item !== null)
        // In which order a version lists them differs; several share a second, so the id decides as everywhere.
        .toSorted((a, b) => compareMessages(b, a))
      const isLast = hasMore === false || data.length === 0 || (hasMore !== true && nextCursor === null)
      return {
        items,
        nextCursor: isLast ? null : (nextCursor ?? items.at(-1)?.id ?? null),
        serverTime: null,
        rejected: data.length - items.length,
      }
    },
    sendMessage: async ({ conversationId, type, text, clientId }, { signal } = {}) => {
      const what = 'send the message'
      const body = { type: type.toUpperCase(), content: text }
      const answer = await request({ what, method: 'POST', path: toPath(conversationId), body, signal })
      const sent = readMessageRow(unwrap(answer), conversationId) ?? failProtocol(what)
      return { ...sent, clientId, sender: { ...sent.sender, id: getUserId() } }
    },
  }
  const { conversationsPath } = options
  if (conversationsPath === undefined) return messages

  /** In no order that is promised, and by no filter: all of them, put in order here. One reading however many ask. */
  let reading: Promise<readonly ConversationPatch[]> | null = null
  const readConversations = () => {
    reading ??= readAll().finally(() => {
      reading = null
    })
    return reading
  }
  const readAll = async () => {
    const what = 'load the conversations'
    const byId = new Map<string, ConversationPatch>()
    let cursor: string | undefined
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = { limit: PAGE_SIZE, cursor }
      const { data, nextCursor } = readList(what, await request({ what, path: conversationsPath, query }))
      for (const patch of data.map(readConversationRow)) if (patch !== null) byId.set(patch.id, patch)
      if (nextCursor === null || nextCursor === cursor || data.length === 0) break
      cursor = nextCursor
    }
    return [...byId.values()]
  }
  return {
    ...messages,
    listConversations: async ({ filter, offset, limit }) => {
      const all = (await readConversations())
        .map(toConversation)
        .filter((each) => matchesFilter(each, filter))
        .toSorted(compareConversations)
      const end = offset + limit
      return {
        items: all.slice(offset, end),
        nextCursor: end < all.length ? String(end) : null,
        serverTime: null,
        rejected: 0,
      }
    },
    getConversation: async (id) => {
      const found = (await readConversations()).find((each) => each.id === id)
      if (found !== undefined) return toConversation(found)
      throw new ConversationError('not_found', 'unable to load the conversation; the server lists none with this id.', {
        field: 'conversationId',
      })
    },
  }
}

/** The sent message, bare or wrapped as on the socket. */
function unwrap(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null) return answer
  if ('message' in answer) return answer.message
  return 'data' in answer ? answer.data : answer
}

function failProtocol(what: string): never {
  throw new ConversationError('protocol_error', `unable to ${what}; the server's answer is not what Kanban promises.`)
}
