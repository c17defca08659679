import * as v from 'valibot'
import { ConversationError } from '../../domain/errors.ts'
import { compareMessages } from '../../domain/message.ts'
import type { Gateway } from '../backend.ts'
import { createConversationReader } from '../conversationReader.ts'
import type { GatewayContext } from '../defineBackend.ts'
import type { WhatsAppKanbanOptions } from './options.ts'
import { readConversationRow, readMessageRow } from './rows.ts'
import { ListSchema } from './schema.ts'

const PAGE_SIZE = 100

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

  return {
    ...messages,
    ...createConversationReader({
      readPage: async (cursor) => {
        const what = 'load the conversations'
        const query = { limit: PAGE_SIZE, cursor: cursor ?? undefined }
        const { data, nextCursor } = readList(what, await request({ what, path: conversationsPath, query }))
        return {
          conversations: data.map(readConversationRow).filter((patch) => patch !== null),
          nextCursor: data.length === 0 || nextCursor === cursor ? null : nextCursor,
        }
      },
    }),
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
