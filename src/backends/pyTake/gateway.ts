import * as v from 'valibot'
import { ConversationError } from '../../domain/errors.ts'
import type { Gateway } from '../backend.ts'
import { createConversationReader } from '../conversationReader.ts'
import type { GatewayContext } from '../defineBackend.ts'
import { createHistory, isLastPage } from './history.ts'
import { readConversationRow, readMessageRows } from './rows.ts'
import { ListSchema, MessageSchema } from './schema.ts'
import { toUuid } from './toUuid.ts'

const PAGE_SIZE = 100
/** A message is told only to those who have joined its conversation, so that the list joins its most active ones. */
const MOST_FOLLOWED = 100

/** PyTake's HTTP API: the conversations, and a conversation's messages. There is no call for anything else. */
export function createGateway({ request, getUserId, follow }: GatewayContext<unknown>): Partial<Gateway> {
  const toPath = (id: string) => `/conversations/${encodeURIComponent(toUuid(id))}/messages`
  const readList = (what: string, body: unknown) => {
    const parsed = v.safeParse(ListSchema, body)
    return parsed.success ? parsed.output : failProtocol(what)
  }
  const readConversations = async (skip: number, limit: number) => {
    const what = 'load the conversations'
    return readList(what, await request({ what, path: '/conversations', query: { skip, limit } }))
  }

  const history = createHistory(async ({ conversationId, skip, limit }, { signal }) => {
    const what = 'load the messages'
    return readList(what, await request({ what, path: toPath(conversationId), query: { skip, limit }, signal }))
  })
  /** An answer may lack the time, too: it was sent all the same, and in the history it stands between its neighbours. */
  const findUntimed = async (answer: unknown, conversationId: string, signal: AbortSignal | undefined) => {
    const parsed = v.safeParse(MessageSchema, answer)
    if (!parsed.success) return undefined
    const { items } = await history.listMessages({ conversationId, cursor: null, limit: PAGE_SIZE }, { signal })
    return items.find(({ id }) => id === toUuid(parsed.output.id))
  }

  return {
    ...history,

    ...createConversationReader({
      readPage: async (cursor) => {
        const skip = Number(cursor ?? 0)
        const rows = await readConversations(skip, PAGE_SIZE)
        const next = skip + rows.length
        const isLast = await isLastPage(rows, PAGE_SIZE, async () => (await readConversations(next, 1)).length > 0)
        const conversations = rows.map(readConversationRow).filter((patch) => patch !== null)
        return { conversations, nextCursor: isLast ? null : String(next) }
      },
      onRead: (all) => follow(all.slice(0, MOST_FOLLOWED).map(({ id }) => id)),
    }),

    sendMessage: async ({ conversationId, type, text, clientId }, { signal } = {}) => {
      const what = 'send the message'
      const body = { message_type: type, content: { text } }
      const answer = await request({ what, method: 'POST', path: toPath(conversationId), body, signal })
      const [read] = readMessageRows([answer])
      const sent = read ?? (await findUntimed(answer, conversationId, signal))
      if (!sent) return failProtocol(what)
      return { ...sent, clientId, sender: { ...sent.sender, id: sent.sender.id ?? getUserId() } }
    },
  }
}

function failProtocol(what: string): never {
  throw new ConversationError('protocol_error', `unable to ${what}; the server's answer is not what PyTake promises.`)
}
