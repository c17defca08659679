import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SeededConversation } from '../../../src/engine/seed/seedConversations.ts'
import type { PyTakeConversation, PyTakeMessage } from '../../../src/engine/wires/pyTake/payloads.ts'
import type { Recorder } from '../harness/connectRecorder.ts'
import { startWire, type Tenant, type WireHarness } from './harness/startWire.ts'

/* A PyTake server as it was seen in the field: every row of its tables, and every habit. */

interface Payload extends PyTakeMessage {
  readonly message: string
  readonly user_id: string
  readonly message_id: string
  readonly timestamp: string
  readonly typing: boolean
}

const SECRET = 'the secret of the organisation’s own server'
const NOWHERE = '158803db-8e37-421b-b6ba-4df94d82ba9e'

let harness: WireHarness<Payload>
let tenant: Tenant<Payload>
let conversation: SeededConversation

beforeAll(async () => {
  harness = await startWire({ wire: 'pytake', jwtSecret: SECRET })
})
beforeEach(async () => {
  tenant = await harness.createTenant()
  conversation = await tenant.seed({ contact: { name: 'Maria Souza' } })
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

const join = async (client: Recorder<Payload>, id = conversation.id) => {
  client.socket.emit('join_conversation', { conversation_id: id })
  return client.heard('joined_conversation', (payload) => payload.conversation_id === id)
}
const connectAndJoin = async (userId?: string) => {
  const client = await tenant.connect(userId)
  await join(client)
  return client
}
const send = (text: string) =>
  tenant.call('POST', `/api/v1/conversations/${conversation.id}/messages`, {
    message_type: 'text',
    content: { text },
  })
/** Something that is surely heard after everything before it. */
const mark = async (...clients: readonly Recorder<Payload>[]) => {
  const id = await tenant.insert(conversation.id, { body: 'mark', is_outgoing: false })
  await Promise.all(clients.map((client) => client.heard('message:new', (message) => message.id === id)))
  return id
}
const tellings = (client: Recorder<Payload>, id: string) =>
  client.all('message:new').filter((message) => message.id === id)
const sign = (claims: Record<string, unknown>, secret = SECRET, expires = '1h') =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret))

describe('connecting', () => {
  test('is greeted before Socket.IO says that the connection stands', async () => {
    const client = harness.connect(tenant.token)
    const order: string[] = []
    client.socket.onAny((name: string) => order.push(name))
    client.socket.on('connect', () => order.push('connect'))
    await client.connected()
    expect(await client.heard('connected')).toEqual({ message: 'Connected to PyTake WebSocket', user_id: 'ana' })
    expect(order).toEqual(['connected', 'connect'])
  })

  test('works with a token of PyTake’s own server', async () => {
    const token = await sign({ sub: 'u-7', organization_id: tenant.id, role: 'org_admin' })
    const client = harness.connect(token)
    await client.connected()
    expect(await client.heard('connected')).toMatchObject({ user_id: 'u-7' })
    expect((await join(client)).conversation_id).toBe(conversation.id)
  })

  test.each([
    ['no token', () => undefined],
    ['a token that is none', () => 'nonsense'],
    ['a token that is no text', () => ({ __proto__: 'x' })],
    ['somebody else’s token', () => sign({ sub: 'u', organization_id: 'tenant-1' }, 'another secret')],
    ['an expired token', () => sign({ sub: 'u', organization_id: 'tenant-1' }, SECRET, '-1h')],
    ['a token without an organisation', () => sign({ sub: 'u', role: 'org_admin' })],
  ])('is refused without a code for %s', async (_, toToken) => {
    const refusal = await harness.connect(await toToken()).refused()
    expect([refusal.message, refusal.data]).toEqual(['Connection rejected by server', undefined])
  })
})

describe('the commands', () => {
  test('join and leave are confirmed by events', async () => {
    const client = await tenant.connect()
    expect(await join(client)).toEqual({
      conversation_id: conversation.id,
      message: `Joined conversation ${conversation.id}`,
    })
    client.socket.emit('leave_conversation', { conversation_id: conversation.id })
    expect(await client.heard('left_conversation')).toEqual({ conversation_id: conversation.id })
  })

  test.each([
    [{}],
    [{ conversation_id: null }],
    [{ conversation_id: 7 }],
    [{ conversation_id: 'cv_01' }],
    [{ conversation_id: { $ne: null } }],
    [{ conversation_id: 'x'.repeat(100_000) }],
    [JSON.parse(`{ "__proto__": { "conversation_id": "${NOWHERE}" } }`)],
  ])('a conversation id that is no UUID gets an error: %#', async (payload) => {
    const client = await tenant.connect()
    for (const name of ['join_conversation', 'leave_conversation', 'typing_start', 'typing_stop']) {
      client.socket.emit(name, payload)
    }
    await expect.poll(() => client.all('error').length).toBe(4)
    expect(new Set(client.all('error').map(({ message }) => message))).toEqual(new Set(['Invalid conversation_id']))
  })

  test('a conversation that is not there, or another organisation’s, gets an error', async () => {
    const stranger = await (await harness.createTenant()).connect()
    for (const id of [NOWHERE, conversation.id]) {
      stranger.socket.emit('join_conversation', { conversation_id: id })
      stranger.socket.emit('typing_start', { conversation_id: id })
    }
    await expect.poll(() => stranger.all('error').length).toBe(4)
    expect(new Set(stranger.all('error').map(({ message }) => message))).toEqual(new Set(['Conversation not found']))
    expect(stranger.all('joined_conversation')).toEqual([])
  })

  test('what no handler understands gets nothing at all, and harms nothing', async () => {
    const client = await tenant.connect()
    const acknowledged: string[] = []
    const tell = (name: string, ...payload: unknown[]) =>
      client.socket.emit(name, ...payload, () => acknowledged.push(name))
    for (const payload of ['text', 7, null, true, [], [conversation.id]]) tell('join_conversation', payload)
    tell('join_conversation')
    tell('join_conversation', { conversation_id: conversation.id }, 'and more')
    tell('sendMessage', { conversation_id: conversation.id })
    tell('__proto__', {})
    tell('constructor', {})
    tell('ping', {})
    tell('ping', null)
    client.socket.emit('ping')
    await client.heard('pong')
    await join(client)
    expect(client.events.map(({ name }) => name)).toEqual(['connected', 'pong', 'joined_conversation'])
    expect(acknowledged).toEqual([])
  })

  test('acknowledgements are empty, whatever became of the command', async () => {
    const client = await tenant.connect()
    const ask = (name: string, ...payload: unknown[]) =>
      new Promise<readonly unknown[]>((resolve) => {
        client.socket.emit(name, ...payload, (...answer: unknown[]) => resolve(answer))
      })
    expect(await ask('join_conversation', { conversation_id: conversation.id })).toEqual([])
    expect(await ask('join_conversation', { conversation_id: 'cv_01' })).toEqual([])
    expect(await ask('join_conversation', { conversation_id: NOWHERE })).toEqual([])
    expect(await ask('ping')).toEqual([])
  })

  test('ping is answered with "now"', async () => {
    const client = await tenant.connect()
    client.socket.emit('ping')
    expect(await client.heard('pong')).toEqual({ timestamp: 'now' })
  })

  test('typing is told to the others who have joined, and needs no joining itself', async () => {
    const client = await connectAndJoin()
    const colleague = await tenant.connect('bruno')
    colleague.socket.emit('typing_start', { conversation_id: conversation.id })
    expect(await client.heard('user_typing')).toEqual({
      conversation_id: conversation.id,
      user_id: 'bruno',
      typing: true,
    })
    // No stop comes when the typist's connection drops.
    colleague.socket.disconnect()
    await mark(client)
    expect(client.all('user_typing').length).toBe(1)
    client.socket.emit('typing_stop', { conversation_id: conversation.id })
    await mark(client)
    expect(client.all('user_typing').length).toBe(1)
  })

  test('an upper-case id is confirmed, and then there is silence', async () => {
    const client = await connectAndJoin()
    const shouting = await tenant.connect('bruno')
    expect(await join(shouting, conversation.id.toUpperCase())).toMatchObject({
      conversation_id: conversation.id.toUpperCase(),
    })
    await mark(client)
    await join(shouting)
    const id = await mark(client, shouting)
    expect(new Set(shouting.all('message:new').map((message) => message.id))).toEqual(new Set([id]))
  })
})

describe('messages', () => {
  test('a customer’s: told twice to whoever has joined, without a zone, as received', async () => {
    const client = await connectAndJoin()
    await tenant.receive(conversation, { type: 'text', text: { body: 'Olá! Meu pedido já saiu?' } })
    const message = await client.heard('message:new')
    await mark(client)
    expect(message).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      conversation_id: conversation.id,
      direction: 'inbound',
      sender_type: 'contact',
      message_type: 'text',
      content: { text: 'Olá! Meu pedido já saiu?' },
      status: 'received',
      whatsapp_message_id: expect.stringMatching(/^wamid\./),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
    })
    expect(tellings(client, message.id)).toEqual([message, message])
  })

  test('an agent’s: told before the answer, which is the same but for the times', async () => {
    const client = await connectAndJoin()
    const known = new Promise<Payload>((resolve) => {
      client.socket.once('message:new', resolve)
    })
    const answered = send('Já saiu!').then((answer) => ({ ...answer, wasTold: client.all('message:new').length > 0 }))
    const echo = await known
    const { status, body, wasTold } = await answered
    expect([status, wasTold]).toEqual([201, true])
    expect(echo).toEqual({
      id: expect.any(String),
      conversation_id: conversation.id,
      direction: 'outbound',
      sender_type: 'agent',
      message_type: 'text',
      content: { text: 'Já saiu!' },
      status: 'pending',
      whatsapp_message_id: null,
      created_at: expect.stringMatching(/\.\d{6}\+00:00$/),
      sent_at: null,
    })
    const answer = body as PyTakeMessage
    expect(answer).toEqual({ ...echo, created_at: expect.stringMatching(/\.\d{3}Z$/) })
    expect(Date.parse(answer.created_at ?? '')).toBe(Date.parse(echo.created_at ?? ''))
  })

  test.each([
    [{ type: 'image', image: { caption: 'Nota fiscal' } }, 'image', { filename: 'image', caption: 'Nota fiscal' }],
    [{ type: 'document', document: { filename: 'nota.pdf' } }, 'document', { filename: 'nota.pdf' }],
    [{ type: 'sticker', sticker: {} }, 'image', { filename: 'sticker' }],
    [{ type: 'location', location: { latitude: 1, longitude: 2 } }, 'text', { text: '📍 1, 2' }],
  ])('of another kind: %j', async (wire, type, content) => {
    const client = await connectAndJoin()
    await tenant.receive(conversation, wire)
    expect(await client.heard('message:new')).toMatchObject({ message_type: type, content })
  })

  test('with a file: the link loads it', async () => {
    const client = await connectAndJoin()
    const attachment = randomUUID()
    await harness.engine.database.query(
      `insert into attachments (id, workspace_id, conversation_id, file_name, mime_type, file_size, content, type)
       values ($1, $2, $3, 'nota.jpg', 'image/jpeg', 3, $4, 'image')`,
      [attachment, tenant.id, conversation.id, new Uint8Array([1, 2, 3])],
    )
    await tenant.insert(conversation.id, { type: 'image', attachment_id: attachment, is_outgoing: false })
    const { content } = await client.heard('message:new')
    const file = await fetch(content.media_url ?? '')
    expect([file.status, (await file.bytes()).length, content.filename]).toEqual([200, 3, 'nota.jpg'])
  })

  test('are told to nobody who has not joined, or has left, or is of another organisation', async () => {
    const client = await connectAndJoin()
    const [idle, leaver] = [await tenant.connect('idle'), await connectAndJoin('leaver')]
    const other = await harness.createTenant()
    const elsewhere = await other.seed()
    const stranger = await other.connect()
    await join(stranger, elsewhere.id)
    leaver.socket.emit('leave_conversation', { conversation_id: conversation.id })
    await leaver.heard('left_conversation')
    await send('private')
    await mark(client)
    const marker = await other.insert(elsewhere.id, { body: 'theirs', is_outgoing: false })
    await stranger.heard('message:new', (message) => message.id === marker)
    for (const client of [idle, leaver]) expect(client.all('message:new')).toEqual([])
    expect(new Set(stranger.all('message:new').map((message) => message.id))).toEqual(new Set([marker]))
  })

  test('internal notes and deletions, for which there is no word, are not told', async () => {
    const client = await connectAndJoin()
    const note = await tenant.insert(conversation.id, { body: 'note', is_private: true })
    const id = await mark(client)
    await harness.engine.database.query('update messages set deleted_at = now() where id = $1', [id])
    await mark(client)
    expect(tellings(client, note)).toEqual([])
    expect(tellings(client, id).length).toBe(2)
    const { body } = await tenant.call('GET', `/api/v1/conversations/${conversation.id}/messages`)
    expect((body as PyTakeMessage[]).map((message) => message.id)).not.toContain(note)
    expect((body as PyTakeMessage[]).map((message) => message.id)).not.toContain(id)
  })

  test('after a cut nothing is replayed, and the rooms are gone', async () => {
    const client = await connectAndJoin()
    client.socket.disconnect()
    await send('while away')
    client.socket.connect()
    await client.heard('connected', () => client.all('connected').length === 2)
    const witness = await connectAndJoin('bruno')
    await mark(witness)
    await join(client)
    await expect.poll(() => client.all('joined_conversation').length).toBe(2)
    await mark(client)
    expect(client.all('message:new').map((message) => message.content.text)).toEqual(['mark', 'mark'])
  })
})

describe('receipts', () => {
  test('name the message and no conversation, and step back after the last one', async () => {
    const client = await connectAndJoin()
    const id = await tenant.insert(conversation.id, { body: 'Já saiu!' })
    await client.heard('message:new', (message) => message.id === id)
    // A later change of it is no new message.
    await harness.engine.database.query(`update messages set external_id = 'wamid.later' where id = $1`, [id])
    for (const status of ['sent', 'delivered', 'read']) {
      await harness.engine.database.query('update messages set status = $2 where id = $1', [id, status])
      await client.heard('message:status', (receipt) => receipt.status === status)
    }
    await expect.poll(() => client.all('message:status').length).toBe(4)
    expect(tellings(client, id).length).toBe(2)
    const receipts = client.all('message:status')
    expect(receipts.map(({ status }) => status)).toEqual(['sent', 'delivered', 'read', 'delivered'])
    expect(receipts[0]).toEqual({
      message_id: id,
      status: 'sent',
      timestamp: expect.stringMatching(/\.\d{6}\+00:00$/),
    })
  })
})

describe('over HTTP', () => {
  test('conversations come as a plain array, latest activity first, by skip and limit', async () => {
    const quiet = await tenant.seed({ status: 'pending', assigneeId: 'ana', unreadCount: 2 })
    await tenant.insert(conversation.id, { body: 'newest', is_outgoing: false })
    const { status, body } = await tenant.call('GET', '/api/v1/conversations')
    const [first, second] = body as PyTakeConversation[]
    expect(status).toBe(200)
    expect(first).toEqual({
      id: conversation.id,
      organization_id: tenant.id,
      contact_id: conversation.contactId,
      contact: { id: conversation.contactId, name: 'Maria Souza', phone: conversation.phone, avatar_url: null },
      channel: 'whatsapp',
      whatsapp_number_id: conversation.whatsappNumberId,
      status: 'open',
      assigned_agent_id: null,
      unread_count: 1,
      last_message_at: expect.stringMatching(/Z$/),
      last_message_preview: 'newest',
      last_inbound_at: expect.stringMatching(/Z$/),
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    })
    expect(second).toMatchObject({ id: quiet.id, status: 'pending', assigned_agent_id: 'ana', unread_count: 2 })
    const page = await tenant.call('GET', '/api/v1/conversations?skip=1&limit=1')
    expect((page.body as PyTakeConversation[]).map(({ id }) => id)).toEqual([quiet.id])
  })

  test('messages come oldest first, by skip and limit; `after` is not known', async () => {
    const texts = ['one', 'two', 'three', 'four', 'five']
    for (const body of texts) await tenant.insert(conversation.id, { body, is_outgoing: false })
    const get = async (query: string) => {
      const { body } = await tenant.call('GET', `/api/v1/conversations/${conversation.id}/messages${query}`)
      return (body as PyTakeMessage[]).map(({ content }) => content.text)
    }
    expect(await get('')).toEqual(texts)
    expect(await get('?skip=1&limit=2')).toEqual(['two', 'three'])
    expect(await get('?skip=4&limit=100')).toEqual(['five'])
    expect(await get('?skip=5')).toEqual([])
    expect(await get('?limit=1&after=2099-01-01T00:00:00Z&unknown=1')).toEqual(['one'])
  })

  test('a file that lies elsewhere is sent by its address', async () => {
    const client = await connectAndJoin()
    const media = { media_url: 'https://cdn.example.com/nota.jpg', caption: 'Nota fiscal' }
    const { status, body } = await tenant.call('POST', `/api/v1/conversations/${conversation.id}/messages`, {
      message_type: 'image',
      content: media,
    })
    expect([status, (body as PyTakeMessage).content]).toEqual([201, media])
    expect(await client.heard('message:new')).toMatchObject({ message_type: 'image', content: media })
  })

  test('without a good token there is 401, and a detail', async () => {
    const none = await harness.call('GET', '/api/v1/conversations')
    expect([none.status, none.body]).toEqual([401, { detail: 'Not authenticated' }])
    const response = await fetch(`${harness.url}/api/v1/conversations`, { headers: { authorization: 'Bearer x.y.z' } })
    expect([response.status, await response.json()]).toEqual([401, { detail: 'Could not validate credentials' }])
  })

  test('another organisation’s conversation is not there', async () => {
    const stranger = await harness.createTenant()
    const path = `/api/v1/conversations/${conversation.id}/messages`
    for (const call of [
      stranger.call('GET', path),
      stranger.call('POST', path, { message_type: 'text', content: { text: 'x' } }),
      stranger.call('GET', `/api/v1/conversations/${NOWHERE}/messages`),
    ]) {
      const { status, body } = await call
      expect([status, body]).toEqual([404, { detail: 'Conversation not found' }])
    }
    expect((await stranger.call('GET', '/api/v1/conversations')).body).toEqual([])
    expect((await tenant.call('GET', path)).body).toEqual([])
  })

  test.each([
    ['/api/v1/conversations?limit=0', ['query', 'limit']],
    ['/api/v1/conversations?limit=101', ['query', 'limit']],
    ['/api/v1/conversations?skip=-1', ['query', 'skip']],
    ['/api/v1/conversations/cv_01/messages', ['path', 'conversation_id']],
    ['/api/v1/conversations/__proto__/messages', ['path', 'conversation_id']],
  ])('%s is refused with 422 and the place', async (path, loc) => {
    const { status, body } = await tenant.call('GET', path)
    expect([status, body]).toEqual([422, { detail: [{ type: 'value_error', loc, msg: expect.any(String) }] }])
  })

  test.each([
    ['not JSON', ['body']],
    [[], ['body', 'message_type']],
    [{}, ['body', 'message_type']],
    [{ message_type: 'morse', content: { text: 'x' } }, ['body', 'message_type']],
    [{ message_type: 'text' }, ['body', 'content']],
    [{ message_type: 'text', content: 'x' }, ['body', 'content']],
    [{ message_type: 'text', content: { text: '  ' } }, ['body', 'content', 'text']],
    [{ message_type: 'text', content: { text: 'x'.repeat(5000) } }, ['body', 'content', 'text']],
    [{ message_type: 'image', content: { media_url: 'javascript:alert(1)' } }, ['body', 'content', 'media_url']],
    ['{"__proto__":{"message_type":"text","content":{"text":"x"}}}', ['body', 'message_type']],
  ])('a send of %j is refused with 422 and the place', async (sent, loc) => {
    const { status, body } = await tenant.call('POST', `/api/v1/conversations/${conversation.id}/messages`, sent)
    expect([status, body]).toEqual([422, { detail: [{ type: 'value_error', loc, msg: expect.any(String) }] }])
  })

  test('a body that is too large gets 413, an unknown address 404', async () => {
    const large = await tenant.call('POST', `/api/v1/conversations/${conversation.id}/messages`, 'x'.repeat(2_000_000))
    expect([large.status, large.body]).toEqual([413, { detail: 'Request body too large' }])
    for (const path of [`/conversations/${conversation.id}`, '/nonsense', `/conversations/${conversation.id}/read`]) {
      const { status, body } = await tenant.call('GET', `/api/v1${path}`)
      expect([status, body]).toEqual([404, { detail: 'Not Found' }])
    }
    expect((await tenant.call('GET', '/api/chat/conversations')).status).toBe(404)
  })
})

test('a payload that is too large ends that connection, and nothing else', async () => {
  const client = await tenant.connect()
  const other = await connectAndJoin('bruno')
  client.socket.emit('join_conversation', { conversation_id: 'x'.repeat(2_000_000) })
  await client.ended()
  await mark(other)
})

describe('without its habits', () => {
  let tame: WireHarness<Payload>
  beforeAll(async () => {
    tame = await startWire({
      wire: 'pytake',
      socketPath: '/socket.io/socket.io',
      quirks: {
        ...{ duplicates: false, backwardStatuses: false, emptyAcks: false, greetsEarly: false, pongSaysNow: false },
        ...{ dropsPingPayload: false, caseSensitiveRooms: false, mixedTimestamps: false, inboundReceived: false },
        ...{ listsAfter: true, echoBeforeAnswerMs: 0 },
      },
    })
  })
  afterEach(() => tame.disconnectAll())
  afterAll(() => tame.close())

  test('everything is said once, in order, in one format', async () => {
    const own = await tame.createTenant()
    const { id } = await own.seed()
    const client = tame.connect(own.token)
    const order: string[] = []
    client.socket.onAny((name: string) => order.push(name))
    client.socket.on('connect', () => order.push('connect'))
    await client.heard('connected')
    expect(order).toEqual(['connect', 'connected'])
    let acknowledged = false
    client.socket.emit('ping', {}, () => {
      acknowledged = true
    })
    expect(Date.parse((await client.heard('pong')).timestamp)).toBeGreaterThan(Date.now() - 60_000)
    await join(client, id.toUpperCase())
    const message = await own.insert(id, { body: 'Olá', is_outgoing: false, status: 'delivered' })
    const outbound = await own.insert(id, { body: 'Oi' })
    for (const status of ['read', 'failed']) {
      await tame.engine.database.query('update messages set status = $2 where id = $1', [outbound, status])
    }
    const last = await own.insert(id, { body: 'mark' })
    await client.heard('message:new', (told) => told.id === last)
    expect(client.all('message:new').map((told) => told.id)).toEqual([message, outbound, last])
    expect(client.all('message:new')[0]).toMatchObject({
      status: 'delivered',
      created_at: expect.stringMatching(/\.\d{3}Z$/),
    })
    expect(client.all('message:status').map(({ status }) => status)).toEqual(['read'])
    expect(acknowledged).toBe(false)
  })

  test('a message may be told without a time, which HTTP has', async () => {
    const untimed = await startWire<Payload>({ wire: 'pytake', quirks: { untimedEvents: true } })
    try {
      const own = await untimed.createTenant()
      const { id } = await own.seed()
      const client = await own.connect()
      await join(client, id)
      await own.insert(id, { body: 'Olá', is_outgoing: false })
      expect((await client.heard('message:new')).created_at).toBeNull()
      const [listed] = (await own.call('GET', `/api/v1/conversations/${id}/messages`)).body as PyTakeMessage[]
      expect(listed?.created_at).toMatch(/Z$/)
    } finally {
      await untimed.close()
    }
  })

  test('messages after a time are listed', async () => {
    const own = await tame.createTenant()
    const { id } = await own.seed()
    for (const body of ['one', 'two', 'three']) await own.insert(id, { body, is_outgoing: false })
    const path = `/api/v1/conversations/${id}/messages`
    const all = (await own.call('GET', path)).body as PyTakeMessage[]
    const { body } = await own.call('GET', `${path}?after=${encodeURIComponent(all[0]?.created_at ?? '')}&skip=1`)
    expect((body as PyTakeMessage[]).map(({ content }) => content.text)).toEqual(['three'])
  })
})
