import * as v from 'valibot'
import { completeMessage, ConversationError, defineBackend } from '../../src/core.ts'

const text = v.string()
const State = v.picklist(['pending', 'sent', 'delivered', 'read', 'failed'])
export const Said = v.object({ id: text, chat: text, by: text, body: text, state: State, at: v.number() })
const Chat = v.object({ id: text, name: text, unread: v.number(), at: v.number(), body: text })

export const toMessage = ({ id, chat, by, body, state, at }: v.InferOutput<typeof Said>) => {
  const direction = by === 'customer' ? 'inbound' : 'outbound'
  const createdAt = new Date(at).toISOString()
  return completeMessage({ id, conversationId: chat, direction, text: body, status: state, createdAt })
}
const toConversation = ({ id, name, unread, at, body }: v.InferOutput<typeof Chat>) => {
  const contact = { id: null, name, phone: null, avatarUrl: null }
  return { id, contact, unreadCount: unread, lastMessageAt: new Date(at).toISOString(), lastMessagePreview: body }
}
const toPage = <Item>(items: readonly Item[], nextCursor: string | null) => {
  return { items, nextCursor, serverTime: null, rejected: 0 }
}
const readAcknowledgement = (answer: unknown) =>
  v.is(v.object({ error: text }), answer) ? new ConversationError('not_found', 'unable to; no such chat.') : null

/** A wire of its own, as a team would write it down. The server acknowledges, and takes two sends with one key for one. */
export const exampleBackend = defineBackend({
  name: 'example',
  capabilities: ['acks', 'idempotency'],
  readAcknowledgement,
  events: {
    said: { schema: Said, toEvents: (said) => ({ type: 'message.received', message: toMessage(said) }) },
    receipt: {
      schema: v.object({ message: text, state: State }),
      toEvents: ({ message: reference, state: status }) => {
        return { type: 'message.statusChanged', reference, conversationId: null, status, error: null }
      },
    },
    typing: {
      schema: v.object({ chat: text, who: text, on: v.boolean() }),
      toEvents: ({ chat: conversationId, who: id, on: isTyping }) => {
        return { type: 'typing.changed', conversationId, participant: { type: 'user', id, name: null }, isTyping }
      },
    },
  },
  commands: {
    subscribe: ({ conversationId }) => ({ name: 'watch', payload: conversationId }),
    unsubscribe: ({ conversationId }) => ({ name: 'unwatch', payload: conversationId }),
    notifyTyping: ({ conversationId, isTyping }) => ({
      name: 'typing',
      payload: { chat: conversationId, on: isTyping },
    }),
  },
  gateway: ({ request, send }) => ({
    sendMessage: async ({ conversationId: chat, text: body, clientId: key }) => {
      const answer = await send({ name: 'say', payload: { chat, body, key } }, { timeoutMs: 5_000 })
      const refusal = readAcknowledgement(answer)
      if (refusal !== null) throw refusal
      return toMessage(v.parse(Said, answer))
    },
    listConversations: async () =>
      toPage(
        v.parse(v.array(Chat), await request({ what: 'load the chats', path: '/chats' })).map(toConversation),
        null,
      ),
    getConversation: async (id) =>
      toConversation(v.parse(Chat, await request({ what: 'load the chat', path: `/chats/${id}` }))),
    listMessages: async ({ conversationId, cursor, limit }) => {
      const query = { before: cursor ?? undefined, limit }
      const answer = await request({ what: 'load the messages', path: `/chats/${conversationId}/messages`, query })
      const rows = v.parse(v.array(Said), answer)
      return toPage(rows.map(toMessage), rows.length < limit ? null : (rows.at(-1)?.id ?? null))
    },
    markRead: async (id) => {
      await request({ what: 'mark the chat as read', method: 'POST', path: `/chats/${id}/read` })
    },
  }),
})
