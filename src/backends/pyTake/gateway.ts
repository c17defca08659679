import * as v from 'valibot'
import { compareConversations, toConversation, type Conversation } from '../../domain/conversation.ts'
import { matchesFilter } from '../../domain/conversationFilter.ts'
import { ConversationError } from '../../domain/errors.ts'
import type { CallOptions, Gateway } from '../backend.ts'
import type { GatewayContext } from '../defineBackend.ts'
import { createHistory, isLastPage } from './history.ts'
import { readConversationRow, readMessageRows } from './rows.ts'
import { ListSchema } from './schema.ts'
import { toUuid } from './toUuid.ts'

const PAGE_SIZE = 100
/** Beyond these, the conversations that have been silent longest are not looked for. */
const MOST_PAGES = 20
/** A message is told only to those who have joined its conversation, so that the list joins its most active ones. */
const MOST_FOLLOWED = 100

/** PyTake's HTTP API: the conversations, and a conversation's messages. There is no call for anything else. */
export function createGateway({ request, getUserId, follow }: GatewayContext<unknown>): Partial<Gateway> {
  const toPath = (id: string) => `/conversations/${encodeURIComponent(toUuid(id))}/messages`
  const readList = (what: string, body: unknown) => {
    const parsed = v.safeParse(ListSchema, body)
    return parsed.success ? parsed.output : failProtocol(what)
  }

  /** In no order that is promised, and by no filter: all of them, put in order here. One reading however many ask. */
  let reading: Promise<readonly Conversation[]> | null = null
  const readConversations = (): Promise<readonly Conversation[]> => {
    reading ??= readAll().finally(() => {
      reading = null
    })
    return reading
  }
  const readAll = async (): Promise<readonly Conversation[]> => {
    const what = 'load the conversations'
    const readRows = async (skip: number, limit: number) =>
      readList(what, await request({ what, path: '/conversations', query: { skip, limit } }))
    const byId = new Map<string, Conversation>()
    let count = 0
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const rows = await readRows(count, PAGE_SIZE)
      count += rows.length
      for (const row of rows) {
        const patch = readConversationRow(row)
        if (patch !== null) byId.set(patch.id, toConversation(patch))
      }
      if (await isLastPage(rows, PAGE_SIZE, async () => (await readRows(count, 1)).length > 0)) break
    }
    const all = [...byId.values()].toSorted(compareConversations)
    follow(all.slice(0, MOST_FOLLOWED).map(({ id }) => id))
    return all
  }

  return {
    ...createHistory(async ({ conversationId, skip, limit }, { signal }) => {
      const what = 'load the messages'
      return readList(what, await request({ what, path: toPath(conversationId), query: { skip, limit }, signal }))
    }),

    listConversations: async ({ filter, offset, limit }, { signal } = {}) => {
      const all = (await untilAborted(readConversations(), signal)).filter((each) => matchesFilter(each, filter))
      const end = offset + limit
      return {
        items: all.slice(offset, end),
        nextCursor: end < all.length ? String(end) : null,
        serverTime: null,
        rejected: 0,
      }
    },

    getConversation: async (id, { signal } = {}) => {
      const found = (await untilAborted(readConversations(), signal)).find((each) => each.id === toUuid(id))
      if (found !== undefined) return found
      throw new ConversationError('not_found', 'unable to load the conversation; PyTake lists none with this id.', {
        field: 'conversationId',
      })
    },

    sendMessage: async ({ conversationId, type, text, clientId }, { signal } = {}) => {
      const what = 'send the message'
      const body = { message_type: type, content: { text } }
      const [sent] = readMessageRows([
        await request({ what, method: 'POST', path: toPath(conversationId), body, signal }),
      ])
      if (!sent) return failProtocol(what)
      return { ...sent, clientId, sender: { ...sent.sender, id: sent.sender.id ?? getUserId() } }
    },
  }
}

/** The reading is everybody's; who gives up only stops waiting. */
async function untilAborted<Answer>(answer: Promise<Answer>, signal: CallOptions['signal']): Promise<Answer> {
  const result = await answer
  if (signal?.aborted !== true) return result
  throw new ConversationError('aborted', 'unable to load the conversations; it was cancelled.')
}

function failProtocol(what: string): never {
  throw new ConversationError('protocol_error', `unable to ${what}; the server's answer is not what PyTake promises.`)
}
