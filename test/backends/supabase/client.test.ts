import { createClient } from '@supabase/supabase-js'
import { afterEach, describe, expect, it } from 'vitest'
import { supabaseBackend } from '../../../src/backends/supabase/index.ts'
import type { SupabaseOptions } from '../../../src/backends/supabase/options.ts'
import type { SupabaseClientLike } from '../../../src/backends/supabase/supabaseClient.ts'
import type { BackendSession } from '../../../src/backends/backend.ts'
import { createLink, type Link } from '../../../src/connection/link.ts'
import type { DomainEvent } from '../../../src/domain/events.ts'
import '../../../src/eager.ts'
import { unsignedJwt } from '../../helpers/jwt.ts'
import { startRealtimeServer, type RealtimeServer } from '../../helpers/realtimeServer.ts'
import { migratedConversationRow, migratedMessageRow } from './supabaseRows.ts'

const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

async function serve(): Promise<RealtimeServer> {
  const server = await startRealtimeServer()
  opened.push(server.stop)
  return server
}

function open(options: Partial<SupabaseOptions>): Link & { readonly events: readonly DomainEvent[] } {
  const link = createLink(supabaseBackend({ workspaceId: 'w1', tables: { preset: 'migrated' }, ...options }))
  const events: DomainEvent[] = []
  link.onEvents((next) => events.push(...next))
  opened.push(link.close)
  link.open()
  return { ...link, events }
}

const status = (link: { readonly state: BackendSession['transport']['state'] }) => link.state.get().status
const token = (sub: string) => unsignedJwt({ sub, name: 'Carlos', role: 'authenticated' })

describe('a project by its url and key', () => {
  it('is loaded, joined and greeted, with everything its tables can do', async () => {
    const server = await serve()
    const link = open({ url: server.url, anonKey: 'anon-key', getToken: () => token('u1') })
    await expect.poll(() => status(link)).toBe('connected')
    expect(server.joins).toEqual([
      {
        topic: 'workspace:w1',
        token: token('u1'),
        bindings: [{ event: '*', schema: 'public', table: 'conversations', filter: 'workspace_id=eq.w1' }],
        isPrivate: true,
        hasPresence: true,
      },
    ])
    expect(link.events).toMatchObject([{ type: 'session.started', userId: 'u1', userName: 'Carlos' }])
    expect([...link.capabilities.get()]).toEqual(['acks', 'authenticate', 'changes', 'idempotency', 'crm', 'presence'])
  })

  it('trap 18: has one channel for the workspace and one for each conversation that is watched, with narrow filters', async () => {
    const server = await serve()
    const link = open({ url: server.url, anonKey: 'anon-key', getToken: () => token('u1') })
    const undo = [link.watch('c1'), link.watch('c1'), link.watch('c2')]
    const topics = ['workspace:w1', 'workspace:w1:conversation:c1', 'workspace:w1:conversation:c2']
    await expect.poll(server.topics).toEqual(topics)
    expect(server.joins.find(({ topic }) => topic === topics[1])?.bindings).toMatchObject([
      { table: 'messages', filter: 'conversation_id=eq.c1' },
    ])
    const columns: readonly unknown[] = []
    server.change(topics[1] ?? '', { type: 'INSERT', table: 'messages', columns, record: migratedMessageRow })
    server.change(topics[0] ?? '', { type: 'UPDATE', table: 'conversations', columns, record: migratedConversationRow })
    await expect
      .poll(() => link.events.map(({ type }) => type))
      .toEqual(['session.started', 'message.received', 'conversation.changed'])
    for (const stop of undo) stop()
    await expect.poll(server.topics).toEqual(['workspace:w1'])
  })

  it('tells the others who is writing', async () => {
    const server = await serve()
    const [here, there] = ['u1', 'u2'].map((user) =>
      open({ url: server.url, anonKey: 'anon-key', getToken: () => token(user) }),
    )
    here?.watch('c1')
    there?.watch('c1')
    await expect.poll(() => server.topics().filter((topic) => topic.endsWith('c1')).length).toBe(2)
    await expect
      .poll(async () => {
        await here?.send({ type: 'notifyTyping', conversationId: 'c1', isTyping: true }).catch(() => {})
        return there?.events.at(-1)
      })
      .toMatchObject({
        type: 'typing.changed',
        conversationId: 'c1',
        participant: { id: 'u1', name: 'Carlos' },
        isTyping: true,
      })
    expect(here?.events.filter(({ type }) => type === 'typing.changed')).toEqual([])
  })
})

describe('who is there', () => {
  const state = (...metas: readonly object[]) => ({
    [crypto.randomUUID()]: { metas: metas.map((meta) => ({ phx_ref: crypto.randomUUID(), ...meta })) },
  })
  const listed = (link: { readonly events: readonly DomainEvent[] }) =>
    link.events.findLast((event) => event.type === 'presence.listed')?.presences

  it('is each agent once, over all tabs, and nobody who is made up', async () => {
    const server = await serve()
    const link = open({ url: server.url, anonKey: 'anon-key', getToken: () => token('u1') })
    await expect.poll(() => status(link)).toBe('connected')
    const ana = { userId: 'u2', userName: 'Ana', viewing: null }
    server.tellPresence('workspace:w1', {
      ...state({ ...ana, status: 'online', viewing: 'c1' }),
      ...state({ ...ana, status: 'away', viewing: 'c2' }),
      ...state({ userId: 'u3', status: 'away' }),
      ...state({ userId: 'u4', status: 'busy' }, { userId: 5 }, { __proto__: null }),
    })
    await expect
      .poll(() => listed(link))
      .toEqual([
        { userId: 'u2', userName: 'Ana', status: 'online', viewing: 'c1', lastSeenAt: null },
        { userId: 'u3', userName: null, status: 'away', viewing: null, lastSeenAt: null },
      ])
  })

  it('is told with the name in the token, and taken back', async () => {
    const server = await serve()
    const link = open({ url: server.url, anonKey: 'anon-key', getToken: () => token('u1') })
    await expect.poll(() => status(link)).toBe('connected')
    await link.send({ type: 'announcePresence', status: 'online', viewing: 'c1' })
    await link.send({ type: 'announcePresence', status: 'offline', viewing: null })
    await expect
      .poll(() => server.tracked)
      .toEqual([
        { topic: 'workspace:w1', meta: { userId: 'u1', userName: 'Carlos', status: 'online', viewing: 'c1' } },
        { topic: 'workspace:w1', meta: null },
      ])
  })

  it.each([
    ['none', { isPrivate: false, hasPresence: false }],
    ['public', { isPrivate: false, hasPresence: true }],
  ] as const)('travels as asked for: %s', async (topics, join) => {
    const server = await serve()
    const link = open({ url: server.url, anonKey: 'anon-key', getToken: () => token('u1'), topics })
    await expect.poll(() => status(link)).toBe('connected')
    expect(server.joins[0]).toMatchObject(join)
    expect(link.capabilities.get().has('presence')).toBe(join.hasPresence)
  })

  it('is not told where the project has no policies for private channels: the tables’ changes flow all the same', async () => {
    const server = await serve()
    const error = 'Unauthorized: You do not have permissions to read from this Channel topic: workspace:w1'
    server.onJoin(({ isPrivate }) => (isPrivate ? { reply: { error } } : {}))
    const link = open({ url: server.url, anonKey: 'anon-key', getToken: () => token('u1') })
    await expect.poll(() => status(link)).toBe('connected')
    expect(server.joins.map(({ isPrivate, hasPresence }) => [isPrivate, hasPresence])).toEqual([
      [true, true],
      [false, false],
    ])
    expect(link.capabilities.get().has('presence')).toBe(false)
    link.watch('c1')
    await expect.poll(server.topics).toContain('workspace:w1:conversation:c1')
    await expect
      .poll(() => link.send({ type: 'notifyTyping', conversationId: 'c1', isTyping: true }).catch((e: unknown) => e))
      .toMatchObject({ code: 'unsupported' })
    expect(server.heard).toEqual([])
    // It is not tried again with every connection: a refused join blocks the whole socket for five seconds.
    server.drop()
    await expect.poll(() => server.joins.length).toBe(5)
    expect(server.joins.slice(2).map(({ isPrivate }) => isPrivate)).toEqual([false, false, false])
  })
})

describe('an application’s own client', () => {
  it('lends its project, its key and its token, and keeps its socket to itself', async () => {
    const server = await serve()
    const client = createClient(server.url, 'anon-key', { accessToken: async () => token('u1') })
    const link = open({ client: () => client })
    await expect.poll(() => status(link)).toBe('connected')
    expect(server.joins[0]?.token).toBe(token('u1'))
    expect(server.upgrades[0]).toContain('apikey=anon-key')
    expect(client.realtime.getChannels()).toEqual([])
    expect(client.realtime.isConnected()).toBe(false)
    link.close()
    await expect.poll(server.sockets).toBe(0)
  })

  it('with nobody signed in is unauthorized, follows who signs in, and lets go when they sign out', async () => {
    const server = await serve()
    const callbacks = new Set<() => void>()
    let session: string | null = null
    const base = createClient(server.url, 'anon-key', { accessToken: async () => session })
    const client: SupabaseClientLike = {
      realtime: base.realtime,
      auth: {
        refreshSession: async () => {},
        onAuthStateChange: (callback: () => void) => {
          callbacks.add(callback)
          return { data: { subscription: { unsubscribe: () => callbacks.delete(callback) } } }
        },
      },
    }
    const announce = () => {
      for (const callback of callbacks) callback()
    }
    const link = open({ client })
    await expect.poll(() => status(link)).toBe('unauthorized')
    expect(server.upgrades).toEqual([])
    session = token('u1')
    announce()
    await expect.poll(() => status(link)).toBe('connected')
    session = token('u2')
    announce()
    await expect.poll(() => link.events.at(-1)).toMatchObject({ type: 'session.started', userId: 'u2' })
    await expect.poll(() => server.pushed).toEqual([token('u2')])
    session = null
    announce()
    await expect.poll(() => status(link)).toBe('unauthorized')
    await expect.poll(server.sockets).toBe(0)
    const request = { conversationId: 'c1', cursor: null, limit: 50 }
    await expect(link.gateway.listMessages(request)).rejects.toMatchObject({ code: 'unauthorized' })
    link.close()
    expect(callbacks.size).toBe(0)
  })
})
