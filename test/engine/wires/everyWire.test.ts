import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from '@supabase/supabase-js'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createEngine } from '../../../src/engine/createEngine.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import type { WireName } from '../../../src/engine/wires/wireName.ts'
import { connectRecorder, type Recorder } from '../harness/connectRecorder.ts'
import { createCall, startWire, type WireHarness } from './harness/startWire.ts'

/* What does not depend on the wire is the same behind each of them, and several of them live side by side. */

interface Payload {
  readonly id: string
  readonly message_id: string
  readonly messageId: string
  readonly status: string
  readonly message: { readonly id: string; readonly content: string; readonly direction: string }
  readonly content: { readonly text: string }
  readonly direction: string
  readonly typing: boolean
  readonly isTyping: boolean
  readonly user_id: string
  readonly userId: string
}

interface Spoken {
  readonly wire: 'pytake' | 'kanban'
  readonly list: string
  readonly join: (id: string) => readonly [string, unknown]
  readonly draft: (text: string) => object
  readonly statusEvent: string
  readonly typingEvent: string
  readonly read: (payload: Payload) => {
    readonly id: string
    readonly text: string
    readonly direction: string
  }
}

const PYTAKE: Spoken = {
  wire: 'pytake',
  list: '/api/v1/conversations',
  join: (id) => ['join_conversation', { conversation_id: id }],
  draft: (text) => ({ message_type: 'text', content: { text } }),
  statusEvent: 'message:status',
  typingEvent: 'user_typing',
  read: ({ id, content, direction }) => ({ id, text: content.text, direction }),
}
const KANBAN: Spoken = {
  wire: 'kanban',
  list: '/api/conversations',
  join: (id) => ['conversation:join', id],
  draft: (text) => ({ type: 'TEXT', content: text }),
  statusEvent: 'message:status-update',
  typingEvent: 'typing',
  read: ({ message: { id, content, direction } }) => ({ id, text: content, direction: direction.toLowerCase() }),
}

describe.each([PYTAKE, KANBAN])('behind $wire', ({ wire, list, join, draft, statusEvent, typingEvent, read }) => {
  let harness: WireHarness<Payload>
  beforeAll(async () => {
    harness = await startWire({
      wire,
      provider: { sentMs: 5, deliveredMs: 5, readMs: 5 },
      customer: { delayMs: 20 },
      devTokens: true,
      supabase: { changeDelayMs: 10 },
    })
  })
  afterEach(() => harness.disconnectAll())
  afterAll(() => harness.close())

  const openConversation = async (phone?: string) => {
    const tenant = await harness.createTenant()
    const conversation = await tenant.seed({ contact: { ...(phone !== undefined && { phone }) } })
    const client = await tenant.connect()
    client.socket.emit(...join(conversation.id))
    const colleague = await tenant.connect('bruno')
    await expect
      .poll(() => {
        const typing = { conversation_id: conversation.id, conversationId: conversation.id, isTyping: true }
        colleague.socket.emit(wire === 'pytake' ? 'typing_start' : 'typing', typing)
        return client.all(typingEvent).length
      })
      .toBeGreaterThan(0)
    const send = (text: string) => tenant.call('POST', `${list}/${conversation.id}/messages`, draft(text))
    return { tenant, conversation, client, send }
  }

  test('a message climbs the ladder, and the customer types and answers', async () => {
    const { client, send, conversation } = await openConversation()
    const { body } = await send('Olá')
    const { id } = wire === 'pytake' ? (body as Payload) : (body as Payload).message
    const statuses = () =>
      client
        .all(statusEvent)
        .filter((receipt) => (receipt.message_id ?? receipt.messageId) === id)
        .map(({ status }) => status.toLowerCase())
    await expect.poll(() => [statuses().includes('read'), statuses().at(-1)]).toEqual([true, 'delivered'])
    const answer = await client.heard('message:new', (payload) => read(payload).direction === 'inbound')
    expect(read(answer).text).not.toBe('')
    const typed = client.all(typingEvent).filter((typing) => (typing.user_id ?? typing.userId).includes('@'))
    expect(typed.map((typing) => typing.typing ?? typing.isTyping)).toEqual([true, false])
    expect((typed[0]?.user_id ?? typed[0]?.userId)?.startsWith(conversation.phone)).toBe(true)
  })

  test('a send that is refused is only a failed status for a message that was never told', async () => {
    const { client, send, tenant, conversation } = await openConversation('5511900000000')
    const { status, body } = await send('Olá')
    const { id } = wire === 'pytake' ? (body as Payload) : (body as Payload).message
    expect(status).toBe(201)
    const failed = await client.heard(statusEvent, (receipt) => (receipt.message_id ?? receipt.messageId) === id)
    expect(failed.status.toLowerCase()).toBe('failed')
    const marker = await tenant.insert(conversation.id, { body: 'mark', is_outgoing: false })
    await client.heard('message:new', (payload) => read(payload).id === marker)
    expect(new Set(client.all('message:new').map((payload) => read(payload).id))).toEqual(new Set([marker]))
  })

  test('the development’s token works on the wire and in Supabase, whose writes are told like all others', async () => {
    const tenant = await harness.createTenant()
    const conversation = await tenant.seed()
    const issued = await harness.call('POST', '/functions/v1/chatengine-token', {
      workspace_id: tenant.id,
      user_id: 'u',
    })
    const { token } = issued.body as { token: string }
    const client = harness.connect(token)
    await client.connected()
    client.socket.emit(...join(conversation.id))
    expect((await createCall(harness.url, token)('GET', list)).status).toBe(200)
    const supabase = createClient(harness.url, harness.engine.supabase?.anonKey ?? '', {
      accessToken: () => Promise.resolve(token),
    })
    await expect
      .poll(async () => {
        const { error } = await supabase.from('messages').insert({ conversation_id: conversation.id, body: 'by REST' })
        expect(error).toBeNull()
        return client.all('message:new').length
      })
      .toBeGreaterThan(0)
    expect(client.all('message:new').map(read)[0]).toMatchObject({ text: 'by REST', direction: 'outbound' })
    await supabase.removeAllChannels()
  })

  test('health, readiness, metrics and the count of connections are where they always are', async () => {
    const { tenant } = await openConversation()
    expect((await harness.call('GET', '/health')).body).toEqual({ status: 'ok' })
    expect((await harness.call('GET', '/ready')).body).toEqual({ status: 'ready' })
    expect((await harness.call('GET', '/api/socket/stats')).body).toEqual({
      totalConnections: 2,
      connectionsByTenant: { [tenant.id]: 2 },
    })
    const metrics = await (await fetch(`${harness.url}/metrics`)).text()
    expect(metrics).toContain('chatengine_connections 2')
  })

  test('connections can be ended from this side', async () => {
    const { client } = await openConversation()
    harness.engine.disconnectSockets()
    expect(await client.ended()).not.toBe('')
  })

  test('has no capabilities, and takes none', async () => {
    expect(harness.engine.capabilities).toEqual([])
    await expect(createEngine({ wire, capabilities: ['acks'] })).rejects.toMatchObject({
      code: 'invalid_option',
      field: 'capabilities',
    })
  })
})

describe('options', () => {
  test.each([
    [{ wire: 'morse' as WireName }, 'wire'],
    [{ prefix: 'pytake' }, 'prefix'],
    [{ prefix: '/pytake/' }, 'prefix'],
    [{ prefix: '/a b' }, 'prefix'],
    [{ socketPath: '' }, 'socketPath'],
    [{ quirks: { echoBeforeAnswerMs: -1 } }, 'quirks.echoBeforeAnswerMs'],
  ])('%j is refused', async (options, field) => {
    await expect(createEngine(options)).rejects.toMatchObject({ code: 'invalid_option', field })
  })
})

describe('three engines on one server, each under its prefix', () => {
  const places = [
    { wire: 'chatengine', prefix: '', socketPath: '/api/ws', list: '/api/chat/conversations' },
    { wire: 'pytake', prefix: '/pytake', socketPath: '/socket.io', list: PYTAKE.list },
    { wire: 'kanban', prefix: '/kanban', socketPath: '/socket.io', list: KANBAN.list },
  ] as const
  let engines: readonly Engine[]
  const servers = new Set<Server>()
  beforeAll(async () => {
    engines = await Promise.all(
      places.map(({ wire, prefix }) => createEngine({ wire, prefix, provider: false, jwtSecret: 's' })),
    )
  })
  afterAll(async () => {
    await Promise.all(engines.map((engine) => engine.close()))
    for (const server of servers) {
      server.closeAllConnections()
      server.close()
    }
  })

  const attachTo = async (server: Server) => {
    for (const engine of engines) engine.attach(server)
    servers.add(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  test('do not get into each other’s way, nor into the page’s', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/page') response.end('a page')
    })
    const origin = await attachTo(server)
    const seen: string[] = []
    for (const event of ['request', 'upgrade']) server.on(event, ({ url }: IncomingMessage) => seen.push(url ?? ''))
    const clients: Recorder[] = []
    for (const [index, { wire, prefix, socketPath, list }] of places.entries()) {
      const token = await engines[index]?.signToken({ workspaceId: wire, userId: 'ana' })
      await engines[index]?.seed(wire, [{ messages: [{ text: wire }] }])
      for (const transport of ['websocket', 'polling']) {
        const client = connectRecorder(origin, { path: prefix + socketPath, token, transports: [transport] })
        await client.connected()
        clients.push(client)
      }
      const { status, body } = await createCall(origin + prefix, token ?? null)('GET', list)
      expect([wire, status]).toEqual([wire, 200])
      expect(Array.isArray(body) ? body.length : (body as { data: unknown[] }).data.length).toBe(1)
      expect((await fetch(`${origin}${prefix}/health`)).status).toBe(200)
    }
    expect(engines.map((engine) => engine.stats().connectionsByTenant)).toEqual(
      places.map(({ wire }) => ({ [wire]: 2 })),
    )
    expect(await (await fetch(`${origin}/page`)).text()).toBe('a page')
    // Whoever else listens sees everything as it came.
    const addresses = places.flatMap(({ prefix, socketPath, list }) =>
      [socketPath, list, '/health'].map((path) => prefix + path),
    )
    expect(seen.filter((url) => ![...addresses, '/page'].some((address) => url.startsWith(address)))).toEqual([])
    for (const client of clients) client.socket.disconnect()
  })

  test('share a server that is nobody else’s: every address is answered by one of them', async () => {
    const origin = await attachTo(createServer())
    for (const { prefix } of places) {
      expect((await fetch(`${origin}${prefix}/metrics`)).status).toBe(200)
      expect((await fetch(`${origin}${prefix}/nonsense`)).status).toBe(404)
    }
    const token = await engines[1]?.signToken({ workspaceId: 'w' })
    const client = connectRecorder(origin, { path: '/pytake/socket.io', token })
    await client.connected()
    client.socket.disconnect()
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/nonsense`)
    await new Promise((resolve) => {
      socket.addEventListener('error', resolve)
    })
  })

  test('an engine on a port of its own answers under its prefix alone, and its links lead there', async () => {
    const engine = await createEngine({ prefix: '/chat', provider: false })
    const { url } = await engine.listen()
    expect(new URL(url).pathname).toBe('/chat')
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect((await fetch(new URL('/health', url))).status).toBe(404)
    expect((await engine.handleRequest(new Request('http://localhost/chat/health'))).status).toBe(200)
    const [seeded] = await engine.seed('w', [{}])
    const form = new FormData()
    form.set('conversationId', seeded?.id ?? '')
    form.set('file', new File(['hello'], 'a.txt', { type: 'text/plain' }))
    const headers = { authorization: `Bearer ${await engine.signToken({ workspaceId: 'w' })}` }
    const posted = await fetch(`${url}/api/chat/attachments`, { method: 'POST', body: form, headers })
    const { storage_url: link } = (await posted.json()) as { storage_url: string }
    expect(await (await fetch(link)).text()).toBe('hello')
    const again = await fetch(`${url}/api/chat/media?url=${encodeURIComponent(link)}`, { headers })
    expect(await again.json()).toMatchObject({ url: link, expires_at: expect.any(String) })
    await engine.close()
  })
})
