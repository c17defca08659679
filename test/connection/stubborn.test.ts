import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { ConversationClientOptions } from '../../src/client/conversationClient.ts'
import { ConversationError, type ConversationErrorCode } from '../../src/domain/errors.ts'
import { buildConversation } from '../../src/testing/builders.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'

/** What stands in the way of coming back, and must not do so for ever. */
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const MINUTES = 60_000

async function open(options: Partial<ConversationClientOptions> = {}, clockAheadMs = 0) {
  const socket = createFakeBackend()
  const supabase = createFakeBackend({ kind: 'supabase', over: socket, clockAheadMs })
  const client = createConversationClient({ backends: [socket.backend, supabase.backend], ...options })
  onTestFinished(client.mount())
  const threads = ['c1', 'c2'].map((id) => client.watchMessages(id))
  for (const thread of threads) onTestFinished(thread.close)
  await pass(1_000)
  const transport = () => client.connection.get().transport
  return { socket, supabase, client, threads, transport }
}

describe('coming back', () => {
  it.each<readonly [string, ConversationError | 'hanging']>([
    ['cannot be joined', new ConversationError('server_error', 'the server failed')],
    ['is never answered', new ConversationError('timeout', 'the server did not answer')],
    ['hangs', 'hanging'],
  ])('is not kept from all by the one conversation that %s, which says so until it is joined', async (_, outcome) => {
    const { socket, threads, transport } = await open()
    socket.transport.setRoom('c2', outcome)
    socket.transport.drop()
    await pass(1_000)
    expect(transport()).toBe('supabase')
    socket.transport.restore()
    await pass(20_000)
    expect(transport()).toBe('supabase')
    await pass(20_000)
    expect(transport()).toBe('socket')
    const codes = (): (ConversationErrorCode | undefined)[] => threads.map((thread) => thread.get().error?.code)
    expect(codes()).toEqual([undefined, 'timeout'])
    socket.transport.setRoom('c2', null)
    socket.transport.renew()
    await pass(MINUTES)
    expect(codes()).toEqual([undefined, undefined])
  })

  it('takes back what the other way said of a conversation that is live here', async () => {
    const { socket, supabase, threads, transport } = await open({ polling: { safetyMs: 0 } })
    supabase.transport.setRoom('c1', new ConversationError('forbidden', 'the server refused to join'))
    socket.transport.drop()
    await pass(27_500)
    expect(transport()).toBe('supabase')
    expect(threads[0]?.get().error).toMatchObject({ code: 'forbidden' })
    socket.transport.restore()
    await pass(2 * MINUTES)
    expect(transport()).toBe('socket')
    expect(threads[0]?.get().error).toBeNull()
  })

  it.each(['restore', 'mend'] as const)('does not wait for a clock that was set back an hour (%s)', async (cure) => {
    const { socket, transport } = await open()
    socket.transport.drop()
    await pass(1_000)
    expect(transport()).toBe('supabase')
    vi.setSystemTime(Date.now() - 60 * MINUTES)
    socket.transport[cure]()
    await pass(10 * MINUTES)
    expect(transport()).toBe('socket')
  })
})

it('an inbox is read again by another’s clock, although the first reading failed', async () => {
  const { socket, supabase, client, transport } = await open({ polling: false }, -20 * MINUTES)
  socket.conversations.set('c1', { ...buildConversation({ id: 'c1' }), lastMessagePreview: 'old' })
  const list = client.watchConversations()
  onTestFinished(list.close)
  await pass(MINUTES)
  // Missed by both, while everything is down.
  for (const each of [socket, supabase]) each.setReachable(false)
  supabase.transport.drop()
  socket.transport.drop()
  const updatedAt = new Date(Date.now()).toISOString()
  socket.conversations.set('c1', { ...buildConversation({ id: 'c1' }), lastMessagePreview: 'new', updatedAt })
  await pass(1.5 * MINUTES)
  for (const each of [socket, supabase]) {
    each.setReachable(true)
    each.failNext('listConversations', new ConversationError('network_error', 'no answer came'))
  }
  supabase.transport.restore()
  await pass(2 * MINUTES)
  expect(transport()).toBe('supabase')
  expect(list.get().conversations[0]?.lastMessagePreview).toBe('new')
})
