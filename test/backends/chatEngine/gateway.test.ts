import { describe, expect, it } from 'vitest'
import { createChatEngineJwt } from '../../../src/auth/chatEngineJwt.ts'
import { createGateway } from '../../../src/backends/chatEngine/gateway.ts'
import { unsignedJwt } from '../../helpers/jwt.ts'

const conversations = Array.from({ length: 20 }, (_, position) => ({ id: `c${position}` }))
const messages = Array.from({ length: 20 }, (_, position) => ({
  id: `m${position}`,
  conversation_id: 'c',
  type: 'text',
  body: 'Hello',
  from_me: false,
  status: 'delivered',
  created_at: new Date(Date.UTC(2026, 0, 5) - position * 1000).toISOString(),
}))

/** A server that never gives more than 20 rows, whatever it is asked for. */
const open = (data: readonly unknown[], pagination?: { readonly has_more: boolean }) =>
  createGateway({
    url: 'http://127.0.0.1:9',
    apiPath: '/api/chat',
    tokens: createChatEngineJwt({ getToken: () => unsignedJwt({}) }),
    fetch: async () => Response.json({ data, pagination }),
    hasCapability: () => false,
  })

describe('a page that is shorter than was asked for', () => {
  const readNext = (...server: Parameters<typeof open>) =>
    open(...server)
      .listMessages({ conversationId: 'c', cursor: null, limit: 50 })
      .then(({ nextCursor }) => nextCursor)

  it('is the last one of a conversation unless the server says that there is more', async () => {
    expect(await readNext(messages, { has_more: true })).toBe('m19')
    expect(await readNext(messages, { has_more: false })).toBeNull()
    expect(await readNext(messages)).toBeNull()
    expect(await readNext([], { has_more: true })).toBeNull()
  })

  it('is the last one of an inbox unless the server says that there is more', async () => {
    const request = { filter: {}, offset: 40, limit: 30 }
    expect((await open(conversations, { has_more: true }).listConversations(request)).nextCursor).toBe('60')
    expect((await open(conversations).listConversations(request)).nextCursor).toBeNull()
  })
})
