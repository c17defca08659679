import { createClient } from '@supabase/supabase-js'
import { afterEach, describe, expect, it } from 'vitest'
import { supabaseBackend } from '../../../src/backends/supabase/index.ts'
import type { SupabaseOptions } from '../../../src/backends/supabase/options.ts'
import type { SupabaseClientLike } from '../../../src/backends/supabase/supabaseClient.ts'
import type { BackendSession } from '../../../src/backends/backend.ts'
import { createLink, type Link } from '../../../src/connection/link.ts'
import type { DomainEvent } from '../../../src/domain/events.ts'
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
      },
    ])
    expect(link.events).toMatchObject([{ type: 'session.started', userId: 'u1', userName: 'Carlos' }])
    expect([...link.capabilities.get()]).toEqual(['acks', 'authenticate', 'changes', 'idempotency', 'crm'])
  })

  it('has one channel for the workspace and one for each conversation that is watched', async () => {
    const server = await serve()
    const link = open({ url: server.url, anonKey: 'anon-key', getToken: () => token('u1') })
    const undo = [link.watch('c1'), link.watch('c1'), link.watch('c2')]
    const topics = ['workspace:w1', 'conversation:w1:c1', 'conversation:w1:c2']
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
    expect(server.pushed).toEqual([token('u2')])
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
