import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SeededConversation } from '../../../src/engine/seed/seedConversations.ts'
import type {
  KanbanConversation,
  KanbanMessage,
  KanbanNewMessage,
  KanbanPage,
  KanbanPatch,
} from '../../../src/engine/wires/whatsAppKanban/payloads.ts'
import type { Recorder } from '../harness/connectRecorder.ts'
import { startWire, type Tenant, type WireHarness } from './harness/startWire.ts'

/* A Kanban server as it was seen in the field: every row of its tables, and every habit. */

interface Payload extends KanbanNewMessage, KanbanPatch {
  readonly conversationId: string
  readonly messageId: string
  readonly status: string
  readonly userId: string
  readonly isTyping: boolean
  readonly conversation: KanbanConversation
}

const SECRET = 'the secret of the tenant’s own server'
const NOWHERE = '158803db-8e37-421b-b6ba-4df94d82ba9e'

let harness: WireHarness<Payload>
let tenant: Tenant<Payload>
let conversation: SeededConversation
let path: string

beforeAll(async () => {
  harness = await startWire({ wire: 'kanban', jwtSecret: SECRET })
})
beforeEach(async () => {
  tenant = await harness.createTenant()
  conversation = await tenant.seed({ contact: { name: 'Maria Souza' } })
  path = `/api/conversations/${conversation.id}/messages`
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

/** A join is not confirmed: that it stands shows in what arrives. */
const join = async (client: Recorder<Payload>, id = conversation.id) => {
  const colleague = await tenant.connect('colleague')
  client.socket.emit('conversation:join', id)
  const before = client.all('typing').length
  await expect
    .poll(() => {
      colleague.socket.emit('typing', { conversationId: id, isTyping: true })
      return client.all('typing').length
    })
    .toBeGreaterThan(before)
  colleague.socket.disconnect()
}
const send = (content: string) => tenant.call('POST', path, { type: 'TEXT', content })
const change = (columns: string, values: readonly unknown[] = []) =>
  harness.engine.database.query(`update conversations set ${columns} where id = $1`, [conversation.id, ...values])
/** Something that is surely heard after everything before it. */
const mark = async (...clients: readonly Recorder<Payload>[]) => {
  const id = await tenant.insert(conversation.id, { body: 'mark', is_outgoing: false })
  await Promise.all(clients.map((client) => client.heard('message:new', ({ message }) => message.id === id)))
  return id
}
/** Without those of the helper that {@link join} lets type. */
const typings = (client: Recorder<Payload>) => client.all('typing').filter(({ userId }) => userId !== 'colleague')
const tellings = (client: Recorder<Payload>, id: string) =>
  client.all('message:new').filter(({ message }) => message.id === id)
const sign = (claims: Record<string, unknown>, secret = SECRET, expires = '1h') =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret))

describe('connecting', () => {
  test('works with a token of Kanban’s own server', async () => {
    const client = harness.connect(await sign({ userId: 'u-7', tenantId: tenant.id }))
    await client.connected()
    await mark(client)
    const listener = await tenant.connect()
    await join(listener)
    client.socket.emit('typing', { conversationId: conversation.id, isTyping: true })
    expect(await listener.heard('typing', ({ userId }) => userId === 'u-7')).toEqual({
      conversationId: conversation.id,
      userId: 'u-7',
      isTyping: true,
    })
  })

  test.each([
    ['no token', () => undefined, 'Authentication token required'],
    ['an empty token', () => '', 'Authentication token required'],
    ['a token that is none', () => 'nonsense', 'Authentication failed'],
    ['somebody else’s token', () => sign({ userId: 'u', tenantId: 'tenant-1' }, 'other'), 'Authentication failed'],
    ['an expired token', () => sign({ userId: 'u', tenantId: 'tenant-1' }, SECRET, '-1h'), 'Authentication failed'],
    ['a token without a tenant', () => sign({ userId: 'u' }), 'Authentication failed'],
  ])('is refused in its words for %s', async (_, toToken, words) => {
    const refusal = await harness.connect(await toToken()).refused()
    expect([refusal.message, refusal.data]).toEqual([words, undefined])
  })

  test('is counted by tenant', async () => {
    await Promise.all([tenant.connect(), tenant.connect('bruno')])
    const { status, body } = await harness.call('GET', '/api/socket/stats')
    expect([status, body]).toEqual([200, { totalConnections: 2, connectionsByTenant: { [tenant.id]: 2 } }])
  })
})

describe('messages', () => {
  test('a customer’s: wrapped, in capitals, with a whole second; once to the tenant, twice to who has joined', async () => {
    const [client, joined] = [await tenant.connect(), await tenant.connect('bruno')]
    await join(joined)
    await tenant.receive(conversation, { type: 'text', text: { body: 'Mensagem de teste Socket.io' } })
    const told = await client.heard('message:new')
    await mark(client, joined)
    expect(told).toEqual({
      conversationId: conversation.id,
      message: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        whatsappMessageId: expect.stringMatching(/^wamid\./),
        direction: 'INBOUND',
        type: 'TEXT',
        content: 'Mensagem de teste Socket.io',
        metadata: {},
        status: 'DELIVERED',
        timestamp: expect.stringMatching(/:\d\d\.000Z$/),
        contact: { id: conversation.contactId, phoneNumber: conversation.phone, name: 'Maria Souza' },
      },
    })
    expect(tellings(client, told.message.id)).toEqual([told])
    expect(tellings(joined, told.message.id)).toEqual([told, told])
  })

  test('go on after leaving, once', async () => {
    const client = await tenant.connect()
    await join(client)
    client.socket.emit('conversation:leave', conversation.id)
    await expect
      .poll(async () => {
        const id = await mark(client)
        await mark(client)
        return tellings(client, id).length
      })
      .toBe(1)
  })

  test('an agent’s: told before the answer, which is the same', async () => {
    const client = await tenant.connect()
    const answered = send('Olá').then((answer) => ({ ...answer, wasTold: client.all('message:new').length > 0 }))
    const echo = await client.heard('message:new')
    const { status, body, wasTold } = await answered
    expect([status, wasTold]).toEqual([201, true])
    expect(echo).toEqual(body)
    expect(echo.message).toMatchObject({
      whatsappMessageId: null,
      direction: 'OUTBOUND',
      type: 'TEXT',
      content: 'Olá',
      status: 'PENDING',
      timestamp: expect.stringMatching(/\.\d{3}Z$/),
    })
  })

  test.each([
    [
      { type: 'image', image: { caption: 'Nota', mime_type: 'image/jpeg' } },
      { type: 'IMAGE', content: '', metadata: { caption: 'Nota', mimeType: 'image/jpeg', filename: 'image' } },
    ],
    [
      { type: 'document', document: { filename: 'nota.pdf', mime_type: 'application/pdf' } },
      { type: 'DOCUMENT', metadata: { mimeType: 'application/pdf', filename: 'nota.pdf' } },
    ],
    [
      { type: 'location', location: { latitude: -23.5614, longitude: -46.6559, name: 'MASP' } },
      { type: 'LOCATION', content: '', metadata: { latitude: -23.5614, longitude: -46.6559, name: 'MASP' } },
    ],
    [{ type: 'sticker', sticker: {} }, { type: 'IMAGE' }],
    [{ type: 'order' }, { type: 'TEXT', content: '[order]', metadata: {} }],
  ])('of another kind: %j', async (wire, told) => {
    const client = await tenant.connect()
    await tenant.receive(conversation, wire)
    const { message } = await client.heard('message:new')
    expect({ type: message.type, content: message.content, metadata: message.metadata }).toMatchObject(told)
  })

  test('with a file: the link loads it', async () => {
    const client = await tenant.connect()
    const attachment = randomUUID()
    await harness.engine.database.query(
      `insert into attachments (id, workspace_id, conversation_id, file_name, mime_type, file_size, content, type)
       values ($1, $2, $3, 'nota.jpg', 'image/jpeg', 3, $4, 'image')`,
      [attachment, tenant.id, conversation.id, new Uint8Array([1, 2, 3])],
    )
    const id = await tenant.insert(conversation.id, { type: 'image', attachment_id: attachment, is_outgoing: false })
    const { metadata } = (await client.heard('message:new', ({ message }) => message.id === id)).message
    const file = await fetch(metadata.url ?? '')
    expect([file.status, (await file.bytes()).length, metadata.size]).toEqual([200, 3, 3])
  })

  test('are told to no other tenant, joined or not', async () => {
    const other = await harness.createTenant()
    const stranger = await other.connect()
    const client = await tenant.connect()
    await join(client)
    stranger.socket.emit('conversation:join', conversation.id)
    stranger.socket.emit('typing', { conversationId: conversation.id, isTyping: true })
    await send('private')
    await mark(client)
    await other.seed()
    await stranger.heard('conversation:new')
    expect(stranger.events.map(({ name }) => name)).toEqual(['conversation:new'])
    expect(typings(client)).toEqual([])
  })

  test('internal notes and deletions, for which there is no word, are not told', async () => {
    const client = await tenant.connect()
    const note = await tenant.insert(conversation.id, { body: 'note', is_private: true })
    const id = await mark(client)
    await harness.engine.database.query('update messages set deleted_at = now() where id = $1', [id])
    await mark(client)
    expect([tellings(client, note).length, tellings(client, id).length]).toEqual([0, 1])
    const { data } = (await tenant.call('GET', path)).body as KanbanPage<KanbanMessage>
    expect(data.map((message) => message.id)).not.toEqual(expect.arrayContaining([note]))
    expect(data.length).toBe(1)
  })
})

describe('receipts', () => {
  test('name conversation and message, come once per room, and step back after the last one', async () => {
    const [client, joined] = [await tenant.connect(), await tenant.connect('bruno')]
    await join(joined)
    const id = await tenant.insert(conversation.id, { body: 'Já saiu!' })
    await client.heard('message:new', ({ message }) => message.id === id)
    // A later change of it is no new message.
    await harness.engine.database.query(`update messages set external_id = 'wamid.later' where id = $1`, [id])
    for (const status of ['sent', 'delivered', 'read']) {
      await harness.engine.database.query('update messages set status = $2 where id = $1', [id, status])
      await client.heard('message:status-update', (receipt) => receipt.status === status.toUpperCase())
    }
    await mark(client, joined)
    expect(tellings(client, id).length).toBe(1)
    const statuses = (recorder: Recorder<Payload>) => recorder.all('message:status-update').map(({ status }) => status)
    expect(client.all('message:status-update')[0]).toEqual({
      conversationId: conversation.id,
      messageId: id,
      status: 'SENT',
    })
    expect(statuses(client)).toEqual(['SENT', 'DELIVERED', 'READ', 'DELIVERED'])
    expect(statuses(joined).length).toBe(8)
  })
})

describe('conversations', () => {
  test('a new one is told whole, before its first message', async () => {
    const client = await tenant.connect()
    const phone = '5511955554444'
    await tenant.receive({ ...conversation, phone }, { type: 'text', text: { body: 'Oi' } })
    const { message } = await client.heard('message:new')
    const { conversation: told } = await client.heard('conversation:new')
    expect(client.events.map(({ name }) => name)).toEqual(['conversation:new', 'message:new'])
    expect(told).toEqual({
      id: expect.any(String),
      tenantId: tenant.id,
      contact: { id: message.contact.id, phoneNumber: phone, name: null, avatarUrl: null },
      channel: 'WHATSAPP',
      whatsappNumberId: conversation.whatsappNumberId,
      status: 'OPEN',
      stage: null,
      pipeline: null,
      assignedTo: null,
      labels: [],
      priority: null,
      unreadCount: 1,
      lastMessageAt: expect.stringMatching(/Z$/),
      lastMessage: { id: message.id, content: 'Oi', type: 'TEXT' },
      lastInboundAt: expect.stringMatching(/Z$/),
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
    })
    const { data } = (await tenant.call('GET', '/api/conversations')).body as KanbanPage<KanbanConversation>
    expect(data[0]).toEqual(told)
  })

  test('of a changed one only what has changed is told', async () => {
    const client = await tenant.connect()
    const patches = () => client.all('conversation:updated')
    await change(`status = 'resolved', stage_id = 'done'`)
    await expect
      .poll(patches)
      .toEqual([{ conversationId: conversation.id, updates: { status: 'RESOLVED', stage: 'done' } }])
    await change(`stage_id = null, labels = '{vip}', priority = 'high', assignee_id = 'ana'`)
    await expect
      .poll(() => patches()[1])
      .toEqual({
        conversationId: conversation.id,
        updates: { stage: null, labels: ['vip'], priority: 'HIGH', assignedTo: 'ana' },
      })
    const id = await tenant.insert(conversation.id, { body: 'Olá', type: 'image' })
    await expect
      .poll(() => patches()[2])
      .toEqual({
        conversationId: conversation.id,
        lastMessageAt: expect.any(String),
        lastMessage: { id, content: 'Olá', type: 'IMAGE' },
      })
    await harness.engine.database.query(`update contacts set name = 'Maria' where id = $1`, [conversation.contactId])
    await expect.poll(() => patches()[3]?.updates?.contact).toMatchObject({ name: 'Maria' })
    // A change for which the wire has no word is none.
    await change(`snoozed_until = '2030-01-01'`)
    await mark(client)
    await expect.poll(() => patches().length).toBe(5)
    expect(patches()[4]?.lastMessage).toMatchObject({ content: 'mark' })
  })

  test('one that was never told before is told whole', async () => {
    const client = await tenant.connect()
    const announcements = (isOn: boolean) =>
      harness.engine.database.query(`alter table conversations ${isOn ? 'enable' : 'disable'} trigger user`)
    await announcements(false)
    const unknown = await tenant.seed({ status: 'open', labels: ['vip'] }).finally(() => announcements(true))
    await harness.engine.database.query(`update conversations set stage_id = 'new' where id = $1`, [unknown.id])
    expect(await client.heard('conversation:updated', ({ conversationId }) => conversationId === unknown.id)).toEqual({
      conversationId: unknown.id,
      lastMessage: null,
      lastMessageAt: null,
      updates: {
        ...{ status: 'OPEN', stage: 'new', pipeline: null, assignedTo: null, labels: ['vip'], priority: null },
        ...{ unreadCount: 0, lastInboundAt: null, contact: expect.objectContaining({ phoneNumber: unknown.phone }) },
      },
    })
  })
})

describe('bad input', () => {
  test('is passed over in silence, and harms nothing', async () => {
    const client = await tenant.connect()
    const listener = await tenant.connect('listener')
    await join(listener)
    const acknowledged: string[] = []
    const tell = (name: string, ...payload: unknown[]) =>
      client.socket.emit(name, ...payload, () => acknowledged.push(name))
    const proto: unknown = JSON.parse(`{ "__proto__": { "conversationId": "${conversation.id}", "isTyping": true } }`)
    for (const payload of [null, 7, [], {}, 'cv_01', NOWHERE, { conversationId: conversation.id }, proto]) {
      tell('conversation:join', payload)
      tell('conversation:leave', payload)
      tell('typing', payload)
    }
    tell('typing', { conversationId: conversation.id, isTyping: 'yes' })
    tell('typing', { conversationId: 7, isTyping: true })
    tell('typing', { conversationId: 'x'.repeat(100_000), isTyping: true })
    tell('conversation:join')
    tell('__proto__', {})
    tell('sendMessage', { conversationId: conversation.id, content: 'x' })
    tell('conversation:typing', { conversationId: conversation.id, isTyping: true })
    client.socket.emit('typing', { conversationId: conversation.id, isTyping: false })
    await listener.heard('typing', ({ userId }) => userId === 'ana')
    await mark(client)
    expect(typings(listener).map(({ isTyping }) => isTyping)).toEqual([false])
    const names = new Set(client.events.map(({ name }) => name))
    names.delete('conversation:updated')
    expect([...names]).toEqual(['message:new'])
    expect(acknowledged).toEqual([])
  })

  test('that is too large ends that connection, and nothing else', async () => {
    const [client, other] = [await tenant.connect(), await tenant.connect('bruno')]
    client.socket.emit('conversation:join', 'x'.repeat(2_000_000))
    await client.ended()
    await mark(other)
  })
})

describe('over HTTP', () => {
  test('conversations come page by page, latest activity first', async () => {
    const quiet = await tenant.seed()
    await tenant.insert(conversation.id, { body: 'newest', is_outgoing: false })
    const get = async (query: string) => {
      const page = (await tenant.call('GET', `/api/conversations${query}`)).body as KanbanPage<KanbanConversation>
      return { ...page, data: page.data.map(({ id }) => id) }
    }
    expect(await get('')).toEqual({ data: [conversation.id, quiet.id], hasMore: false, nextCursor: null })
    expect(await get('?limit=1')).toEqual({ data: [conversation.id], hasMore: true, nextCursor: '1' })
    expect(await get('?limit=1&cursor=1')).toEqual({ data: [quiet.id], hasMore: false, nextCursor: null })
  })

  test('messages come by (timestamp, id), in both directions, however many share a second', async () => {
    const at = (ms: number) => new Date(Date.UTC(2026, 0, 2, 10, 0, 0, ms)).toISOString()
    const rows = Array.from({ length: 9 }, (_, index) => ({
      id: randomUUID(),
      body: String(index),
      is_outgoing: index % 3 === 0,
      created_at: at(index * 300),
    }))
    for (const row of rows) await tenant.insert(conversation.id, row)
    const walk = async (direction: 'before' | 'after', from: string | null) => {
      const found: KanbanMessage[] = []
      for (let cursor = from; ;) {
        const query = cursor === null ? '' : `&${direction}=${cursor}`
        const page = (await tenant.call('GET', `${path}?limit=2${query}`)).body as KanbanPage<KanbanMessage>
        found.push(...page.data)
        cursor = page.nextCursor
        expect(page.hasMore).toBe(cursor !== null)
        if (cursor === null) return found
      }
    }
    const key = ({ timestamp, id }: KanbanMessage) => `${timestamp} ${id}`
    const newestFirst = await walk('before', null)
    expect(newestFirst.map(key)).toEqual(newestFirst.map(key).toSorted().toReversed())
    expect(new Set(newestFirst.map(({ id }) => id))).toEqual(new Set(rows.map(({ id }) => id)))
    const oldest = newestFirst.at(-1)?.id ?? ''
    expect((await walk('after', oldest)).map(key)).toEqual(newestFirst.map(key).toReversed().slice(1))
    // Shared seconds are what makes it hard.
    expect(new Set(newestFirst.map(({ timestamp }) => timestamp)).size).toBeLessThan(rows.length)
  })

  test('a file that lies elsewhere is sent by its address', async () => {
    const sent = { type: 'IMAGE', content: 'Nota', metadata: { url: 'https://cdn.example.com/nota.jpg' } }
    const { status, body } = await tenant.call('POST', path, sent)
    expect(status).toBe(201)
    expect((body as KanbanNewMessage).message).toMatchObject({
      type: 'IMAGE',
      content: '',
      metadata: { url: 'https://cdn.example.com/nota.jpg', caption: 'Nota' },
    })
  })

  test('without a good token there is 401, and an error', async () => {
    const none = await harness.call('GET', '/api/conversations')
    expect([none.status, none.body]).toEqual([401, { error: 'Authentication token required' }])
    const response = await fetch(`${harness.url}/api/conversations`, { headers: { authorization: 'Bearer x.y.z' } })
    expect([response.status, await response.json()]).toEqual([401, { error: 'Authentication failed' }])
  })

  test('another tenant’s conversation is not there', async () => {
    const stranger = await harness.createTenant()
    for (const call of [
      stranger.call('GET', path),
      stranger.call('POST', path, { type: 'TEXT', content: 'x' }),
      stranger.call('GET', `/api/conversations/${NOWHERE}/messages`),
      stranger.call('GET', '/api/conversations/cv_01/messages'),
      stranger.call('GET', '/api/conversations/__proto__/messages'),
    ]) {
      const { status, body } = await call
      expect([status, body]).toEqual([404, { error: 'Conversation not found' }])
    }
    expect((await stranger.call('GET', '/api/conversations')).body).toMatchObject({ data: [] })
    expect((await tenant.call('GET', path)).body).toMatchObject({ data: [] })
  })

  test('a message of another conversation is no place to page from', async () => {
    const elsewhere = await tenant.seed({ messages: [{ text: 'there' }] })
    await mark()
    const { body } = await tenant.call('GET', `${path}?before=${elsewhere.messageIds[0] ?? ''}`)
    expect(body).toEqual({ data: [], hasMore: false, nextCursor: null })
  })

  test.each([
    ['GET', '?limit=0', undefined, 'limit'],
    ['GET', '?limit=101', undefined, 'limit'],
    ['GET', '?before=msg_01', undefined, 'before'],
    ['GET', `?before=${NOWHERE}&after=${NOWHERE}`, undefined, 'after'],
    ['POST', '', 'not JSON', 'body'],
    ['POST', '', {}, 'type'],
    ['POST', '', { type: 'text', content: 'x' }, 'type'],
    ['POST', '', { type: 'TEXT' }, 'content'],
    ['POST', '', { type: 'TEXT', content: { text: 'x' } }, 'content'],
    ['POST', '', { type: 'TEXT', content: 'x'.repeat(5000) }, 'content'],
    ['POST', '', { type: 'IMAGE', content: 'x', metadata: { url: 'file:///etc/passwd' } }, 'metadata.url'],
    ['POST', '', '{"__proto__":{"type":"TEXT","content":"x"}}', 'type'],
  ])('%s %s %j is refused with 400 and the field', async (method, query, sent, field) => {
    const { status, body } = await tenant.call(method, path + query, sent)
    expect([status, body]).toEqual([400, { error: expect.stringMatching(/^unable to accept/), field }])
  })

  test('a body that is too large gets 413, an unknown address 404', async () => {
    const large = await tenant.call('POST', path, 'x'.repeat(2_000_000))
    expect([large.status, large.body]).toMatchObject([413, { field: 'body' }])
    for (const address of [`/api/conversations/${conversation.id}`, `/api/conversations/${conversation.id}/read`]) {
      const { status, body } = await tenant.call('GET', address)
      expect([status, body]).toEqual([404, { error: 'Not found' }])
    }
  })
})

describe('in its other version, and without its habits', () => {
  let other: WireHarness<Payload>
  beforeAll(async () => {
    other = await startWire({
      wire: 'kanban',
      quirks: { fieldVariants: true, duplicates: false, backwardStatuses: false, wholeSeconds: false },
    })
  })
  afterEach(() => other.disconnectAll())
  afterAll(() => other.close())

  test('has other names, confirms joins, and says everything once', async () => {
    const own = await other.createTenant()
    const { id } = await own.seed()
    const [client, colleague] = [await own.connect(), await own.connect('bruno')]
    client.socket.emit('conversation:join', id.toUpperCase())
    expect(await client.heard('conversation:joined')).toEqual({ conversationId: id })
    colleague.socket.emit('conversation:typing', { conversationId: id, isTyping: true })
    expect(await client.heard('conversation:typing')).toEqual({
      conversationId: id,
      userId: 'bruno',
      userName: 'BRUNO',
      isTyping: true,
    })
    const at = '2026-01-02T10:00:00.123Z'
    const inbound = await own.insert(id, { body: 'Oi', is_outgoing: false, external_id: 'wamid.1', created_at: at })
    expect((await client.heard('message:new')).message).toMatchObject({ externalMessageId: 'wamid.1', timestamp: at })
    const failing = await own.insert(id, { body: 'Olá' })
    await other.engine.database.query(
      `update messages set status = 'failed', error_code = '131026', error_message = 'Not on WhatsApp.' where id = $1`,
      [failing],
    )
    expect(await client.heard('message:status')).toEqual({
      conversationId: id,
      messageId: failing,
      status: 'FAILED',
      errorInfo: { code: '131026', message: 'Not on WhatsApp.' },
    })
    const last = await own.insert(id, { body: 'mark' })
    await client.heard('message:new', ({ message }) => message.id === last)
    expect(client.all('message:new').map(({ message }) => message.id)).toEqual([inbound, failing, last])
    expect(client.all('message:new')[0]?.message).not.toHaveProperty('whatsappMessageId')
  })
})
