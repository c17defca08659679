import { expect, it } from 'vitest'
import type { Gateway } from '../../src/backends/backend.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import { buildConversation } from '../../src/testing/builders.ts'
import { createRoutedGateway } from '../../src/connection/routedGateway.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import { storeHistory } from '../helpers/history.ts'

const conversationId = 'conversation-1'

it('goes on behind the last message that was read when a page without any stands in between', async () => {
  const socket = createFakeBackend()
  const supabase = createFakeBackend({ kind: 'supabase', over: socket })
  storeHistory(socket, 0, 120)
  const first = socket.backend.start().gateway
  let pages = 0
  // None of the second page's rows can be read.
  const holed: Gateway = {
    ...first,
    listMessages: async (...request) => {
      const page = await first.listMessages(...request)
      pages += 1
      return pages === 2 ? { ...page, items: [], rejected: page.items.length } : page
    },
  }
  const routes = [holed, supabase.backend.start().gateway].map((gateway) => ({ gateway, isIdempotent: () => true }))
  const gateway = createRoutedGateway(routes, () => 0)
  const newest = await gateway.listMessages({ conversationId, cursor: null, limit: 50 })
  const empty = await gateway.listMessages({ conversationId, cursor: newest.nextCursor, limit: 50 })
  expect(empty.items).toEqual([])
  socket.setReachable(false)
  const next = await gateway.listMessages({ conversationId, cursor: empty.nextCursor, limit: 50 })
  expect(next.items[0]?.id).toBe('m000069')
})

it('asks another way for what a server cannot, and goes on asking the first for the rest', async () => {
  const socket = createFakeBackend()
  const supabase = createFakeBackend({ kind: 'supabase', over: socket })
  socket.conversations.set(conversationId, buildConversation({ id: conversationId, status: 'open' }))
  const routes = [socket, supabase].map(({ backend }) => ({
    gateway: backend.start().gateway,
    isIdempotent: () => true,
  }))
  const gateway = createRoutedGateway(routes, () => 0)
  socket.failNext('updateConversation', new ConversationError('unsupported', 'this server cannot'))
  const changed = await gateway.updateConversation(conversationId, { status: 'resolved' })
  expect(changed?.status).toBe('resolved')
  await gateway.getConversation(conversationId)
  expect(supabase.calls.map(({ method }) => method)).toEqual(['updateConversation'])
  // Where the other one cannot either, the reason is the last one's.
  socket.failNext('updateConversation', new ConversationError('unsupported', 'this server cannot'))
  supabase.failNext('updateConversation', new ConversationError('forbidden', 'not this user'))
  await expect(gateway.updateConversation(conversationId, { status: 'open' })).rejects.toMatchObject({
    code: 'forbidden',
  })
})
