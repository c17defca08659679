import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { createFakeBackend, type FakeBackendOptions } from '../../src/testing/fakeBackend.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** A client that has fallen back to Supabase, where this user is called `user-1`. */
const openOnSupabase = async (options: FakeBackendOptions) => {
  const socket = createFakeBackend(options)
  const supabase = createFakeBackend({ kind: 'supabase', over: socket })
  const client = createConversationClient({ backends: [socket.backend, supabase.backend], polling: { safetyMs: 0 } })
  const unmount = client.mount()
  onTestFinished(unmount)
  await pass(1_000)
  socket.transport.drop()
  await pass(1_000)
  expect(client.connection.get().transport).toBe('supabase')
  return { socket, supabase, client, unmount }
}

describe('a user with another id on each backend', () => {
  it('is nobody else in the list of those who are there', async () => {
    const { supabase, client } = await openOnSupabase({ userId: 'engine-7' })
    const who = (userId: string) =>
      ({ userId, userName: userId, status: 'online', viewing: null, lastSeenAt: null }) as const
    supabase.announce({ type: 'presence.listed', presences: [who('user-1'), who('bia')] })
    expect(client.watchPresence(null).get()).toEqual([who('bia')])
  })

  it('is nobody else who is writing', async () => {
    const { supabase, client } = await openOnSupabase({ userId: 'engine-7' })
    const participant = { type: 'user', id: 'user-1', name: null } as const
    supabase.announce({ type: 'typing.changed', conversationId: 'c1', participant, isTyping: true })
    expect(client.watchTyping('c1').get()).toEqual([])
  })
})

it('is announced to a server whose greeting comes late', async () => {
  const socket = createFakeBackend({ capabilities: [] })
  const client = createConversationClient({ backends: [socket.backend], polling: false })
  onTestFinished(client.mount())
  onTestFinished(client.announcePresence(null))
  await pass(400)
  expect(client.connection.get().status).toBe('connected')
  const session = { userId: 'user-1', userName: 'Carlos', serverTime: null, tokenExpiresAt: null }
  socket.announce({ type: 'session.started', ...session, capabilities: ['acks', 'presence'] })
  await pass(1_000)
  expect(socket.transport.sent.map(({ name }) => name)).toContain('announcePresence')
})

it('leaves no timer behind, unmounted in the middle of failing over', async () => {
  const { socket, client, unmount } = await openOnSupabase({})
  const leave = client.announcePresence('c1')
  const thread = client.watchMessages('c1')
  await pass(500)
  socket.transport.restore()
  await pass(2_000)
  thread.close()
  leave()
  unmount()
  await pass(500)
  expect(vi.getTimerCount()).toBe(0)
})
