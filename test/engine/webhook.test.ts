import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Problem } from '../../src/engine/problem.ts'
import { createApi } from './harness/createApi.ts'
import { type Harness, startHarness, type Workspace } from './harness/startHarness.ts'

const fixture = await readFile(new URL('../fixtures/whatsapp-cloud-webhook.json', import.meta.url), 'utf8')
const VERIFY_TOKEN = 'set up with Meta'

let harness: Harness
let workspace: Workspace
let phoneNumberId: string

beforeAll(async () => {
  harness = await startHarness({
    numbers: [{ workspaceId: 'demo', phoneNumberId: 'test-phone-id' }],
    webhook: { verifyToken: VERIFY_TOKEN },
  })
})
beforeEach(async () => {
  workspace = await harness.createWorkspace()
  ;({ phoneNumberId } = await workspace.seedOne({ contact: { phone: '5511900000001' } }))
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

const deliver = (body: unknown, headers: Record<string, string> = {}) =>
  createApi(harness.url, null)('POST', '/webhooks/whatsapp', { body, headers })
const value = (part: object) => ({
  messaging_product: 'whatsapp',
  metadata: { phone_number_id: phoneNumberId },
  ...part,
})
const webhook = (...parts: readonly object[]) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: 'e', changes: parts.map((part) => ({ field: 'messages', value: value(part) })) }],
})
let serial = 0
const text = (body: string, more: object = {}) => {
  serial += 1
  return {
    from: '5511988887777',
    id: `wamid.${serial}`,
    timestamp: '1760000000',
    type: 'text',
    text: { body },
    ...more,
  }
}
const count = async (table: string) => {
  const sql = `select count(*)::integer as count from ${table} where workspace_id = $1`
  const [row] = await harness.engine.database.query<{ count: number }>(sql, [workspace.id])
  return row?.count
}
const conversationOf = async (phone: string) => {
  const { body } = await workspace.api('GET', '/conversations')
  const row = body.data.find(({ contact }) => contact.phone === phone)
  if (row === undefined) throw new Error('there is no such conversation')
  return row
}
const messagesOf = async (id: string) => (await workspace.api('GET', `/messages?conversation_id=${id}`)).body.data

describe('the recorded webhook', () => {
  test('becomes a message in the demo’s workspace, and in its sockets', async () => {
    const client = harness.connect({
      token: await harness.engine.signToken({ workspaceId: 'demo' }),
      workspaceId: 'demo',
    })
    await client.heard('ready')
    const { status, body } = await deliver(fixture)
    expect([status, body]).toEqual([200, { received: 1, duplicates: 0, statuses: 0 }])
    const told = await client.heard('conversation', ({ lastMessage }) => lastMessage !== undefined)
    expect(told).toMatchObject({ unreadCount: 1, lastMessage: { content: 'Mensagem de teste Socket.io' } })
    await client.ask('subscribe:conversation', told.id)
    expect((await deliver(fixture)).body).toEqual({ received: 0, duplicates: 1, statuses: 0 })
    const again = JSON.parse(fixture.replace('test-msg-id', 'test-msg-id-2')) as unknown
    expect(await harness.engine.receiveWebhook(again)).toEqual({ received: 1, duplicates: 0, statuses: 0 })
    expect(await client.heard('message')).toMatchObject({
      conversationId: told.id,
      senderId: '5511888888888@s.whatsapp.net',
      content: 'Mensagem de teste Socket.io',
      status: 'delivered',
      sender: { type: 'contact' },
      metadata: { providerMessageId: 'test-msg-id-2', providerTimestamp: '2023-11-14T22:13:19.000Z' },
    })
  })
})

describe('a customer who writes', () => {
  test('gets a contact, a conversation, a name and an unread count', async () => {
    const contacts = [{ wa_id: '5511988887777', profile: { name: 'Maria' } }]
    const { body } = await deliver(webhook({ contacts, messages: [text('Oi'), text('Tudo bem?')] }))
    expect(body).toEqual({ received: 2, duplicates: 0, statuses: 0 })
    const conversation = await conversationOf('5511988887777')
    expect(conversation).toMatchObject({
      unread_count: 2,
      contact: { name: 'Maria' },
      remote_jid: '5511988887777@s.whatsapp.net',
      last_message_preview: 'Tudo bem?',
      status: 'open',
    })
    const rows = await messagesOf(conversation.id)
    expect(rows.map(({ body: words, from_me, status }) => [words, from_me, status])).toEqual([
      ['Tudo bem?', false, 'delivered'],
      ['Oi', false, 'delivered'],
    ])
    expect(
      Math.abs(Date.parse(rows[0]?.created_at ?? '') - Date.now()),
      'when it came, not when it was sent',
    ).toBeLessThan(5_000)
    await deliver(webhook({ messages: [text('sem nome')] }))
    expect((await conversationOf('5511988887777')).contact.name).toBe('Maria')
  })

  test('reopens a conversation that was resolved', async () => {
    const seeded = await workspace.seedOne({ contact: { phone: '5511977776666' }, status: 'resolved' })
    await deliver(webhook({ messages: [text('Voltei', { from: '5511977776666' })] }))
    expect((await workspace.api('GET', `/conversations/${seeded.id}`)).body).toMatchObject({
      status: 'open',
      unread_count: 1,
    })
  })

  test('answers one of our messages by the provider’s id', async () => {
    const seeded = await workspace.seedOne({
      contact: { phone: '5511977776666' },
      messages: [{ text: 'Qual cor?', from: 'agent', externalId: 'wamid.ours' }],
    })
    await deliver(webhook({ messages: [text('Azul', { from: '5511977776666', context: { id: 'wamid.ours' } })] }))
    const [row] = await messagesOf(seeded.id)
    expect(row).toMatchObject({
      body: 'Azul',
      reply_to_id: seeded.messageIds[0],
      quoted_message: { body: 'Qual cor?' },
    })
  })

  test('is heard, and known by name, when what decorates the message is bad', async () => {
    const contacts = [{ wa_id: 7 }, { wa_id: '5511977770002', profile: { name: 'Ana' } }]
    const plus = text('com mais', { from: '+5511977770002', context: { id: null } })
    expect((await deliver(webhook({ contacts, messages: [plus] }))).body).toMatchObject({ received: 1 })
    expect((await conversationOf('5511977770002')).contact.name).toBe('Ana')
    const nameless = [{ wa_id: '5511977770002', profile: { name: '' } }]
    const file = text('', { from: '5511977770002', type: 'document', document: { filename: '', mime_type: null } })
    expect((await deliver(webhook({ contacts: nameless, messages: [file] }))).body).toMatchObject({ received: 1 })
    expect((await conversationOf('5511977770002')).contact.name).toBe('Ana')
  })

  test('is one conversation when twenty webhooks come at once', async () => {
    const bodies = Array.from({ length: 20 }, (_, index) => webhook({ messages: [text(`m${index}`)] }))
    const answers = await Promise.all(bodies.map((body) => deliver(body)))
    expect(answers.every(({ body }) => body.received === 1)).toBe(true)
    expect(await count('conversations')).toBe(2)
    expect(await conversationOf('5511988887777')).toMatchObject({ unread_count: 20 })
  })

  test('is heard once, however often the provider repeats itself', async () => {
    const message = text('once')
    const bodies = [
      webhook({ messages: [message, message] }),
      ...Array.from({ length: 8 }, () => webhook({ messages: [message] })),
    ]
    const answers = await Promise.all(bodies.map((body) => deliver(body)))
    const total = (field: 'received' | 'duplicates') => answers.reduce((sum, { body }) => sum + body[field], 0)
    expect([total('received'), total('duplicates')]).toEqual([1, 9])
    expect(await conversationOf('5511988887777')).toMatchObject({ unread_count: 1 })
  })
})

describe('every kind of message is kept', () => {
  const kinds: readonly [object, object][] = [
    [
      { type: 'image', image: { id: 'm1', mime_type: 'image/jpeg', caption: 'A caixa' } },
      { type: 'image', body: 'A caixa' },
    ],
    [
      { type: 'video', video: { id: 'm2', mime_type: 'video/mp4' } },
      { type: 'video', body: null },
    ],
    [
      { type: 'audio', audio: { id: 'm3', mime_type: 'audio/ogg', voice: true } },
      { type: 'audio', body: null },
    ],
    [
      { type: 'document', document: { id: 'm4', mime_type: 'application/pdf', filename: 'nota.pdf' } },
      { type: 'document', attachment: { file_name: 'nota.pdf', mime_type: 'application/pdf', file_size: null } },
    ],
    [
      { type: 'sticker', sticker: { id: 'm5', mime_type: 'image/webp' } },
      { type: 'sticker', body: null },
    ],
    [
      { type: 'location', location: { latitude: -23.5, longitude: -46.6, name: 'Loja' } },
      { type: 'location', body: '📍 Loja' },
    ],
    [
      { type: 'location', location: { latitude: 1, longitude: 2 } },
      { type: 'location', body: '📍 1, 2' },
    ],
    [
      { type: 'button', button: { text: 'Sim' } },
      { type: 'button', body: 'Sim' },
    ],
    [
      { type: 'interactive', interactive: { list_reply: { title: 'Boleto' } } },
      { type: 'interactive', body: 'Boleto' },
    ],
    [
      { type: 'contacts', contacts: [{}] },
      { type: 'contacts', body: '[contacts]' },
    ],
    [{ type: 'something_new' }, { type: 'something_new', body: '[something new]' }],
  ]
  test.each(kinds)('%j', async (wire, row) => {
    const message = { ...text(''), text: undefined, ...wire }
    expect((await deliver(webhook({ messages: [message] }))).body.received).toBe(1)
    const { id } = await conversationOf('5511988887777')
    expect((await messagesOf(id))[0]).toMatchObject({ ...row, media_url: null })
  })
})

describe('receipts', () => {
  const seedSent = () =>
    workspace.seedOne({
      contact: { phone: '5511977776666' },
      messages: [{ text: 'x', from: 'agent', status: 'sent', externalId: 'wamid.sent' }],
    })
  const receipt = (status: string, more: object = {}) => ({
    id: 'wamid.sent',
    status,
    timestamp: '1760000000',
    ...more,
  })

  test('climb, and are counted when their message is known', async () => {
    const { id } = await seedSent()
    const client = workspace.connect()
    await client.heard('ready')
    await client.ask('subscribe:conversation', id)
    const { body } = await deliver(webhook({ statuses: [receipt('delivered'), { ...receipt('read'), id: 'unknown' }] }))
    expect(body).toEqual({ received: 0, duplicates: 0, statuses: 1 })
    const [message] = await messagesOf(id)
    expect(await client.heard('messageStatus')).toEqual({
      messageId: message?.id,
      status: 'delivered',
      conversationId: id,
    })
    await deliver(webhook({ statuses: [receipt('sent')] }))
    expect((await messagesOf(id))[0]?.status).toBe('delivered')
  })

  test('say why a message failed', async () => {
    const { id } = await seedSent()
    const client = workspace.connect()
    await client.heard('ready')
    await client.ask('subscribe:conversation', id)
    const errors = [{ code: 131026, title: 'Undeliverable', error_data: { details: 'Not on WhatsApp.' } }]
    await deliver(webhook({ statuses: [receipt('failed', { errors })] }))
    const error = { code: '131026', message: 'Not on WhatsApp.' }
    expect(await client.heard('messageStatus')).toMatchObject({ status: 'failed', error })
    expect((await messagesOf(id))[0]).toMatchObject({ status: 'failed', error })
  })

  test('that say nothing about delivery change nothing', async () => {
    const { id } = await seedSent()
    expect((await deliver(webhook({ statuses: [receipt('deleted')] }))).body.statuses).toBe(0)
    expect((await messagesOf(id))[0]?.status).toBe('sent')
  })

  test('cannot touch another workspace’s message of the same id', async () => {
    const { id } = await seedSent()
    const other = await harness.createWorkspace()
    const theirs = await other.seedOne()
    const body = {
      entry: [
        { changes: [{ value: { metadata: { phone_number_id: theirs.phoneNumberId }, statuses: [receipt('read')] } }] },
      ],
    }
    expect((await deliver(body)).body.statuses).toBe(0)
    expect((await messagesOf(id))[0]?.status).toBe('sent')
  })
})

describe('bad input is refused, names the field’s path, and writes nothing', () => {
  const at = 'entry.0.changes.0.value'
  const cases: readonly [string, () => unknown, string][] = [
    ['no JSON', () => '{"entry":', 'body'],
    ['null', () => 'null', 'body'],
    ['no entry', () => ({}), 'entry'],
    ['an entry that is no list', () => ({ entry: {} }), 'entry'],
    ['an entry without changes', () => ({ entry: [{}] }), 'entry.0.changes'],
    ['a change without value', () => ({ entry: [{ changes: [{ field: 'messages' }] }] }), 'entry.0.changes.0.value'],
    ['no metadata', () => ({ entry: [{ changes: [{ value: {} }] }] }), `${at}.metadata`],
    ['an unknown number', () => webhook({ metadata: { phone_number_id: 'nobody' } }), `${at}.metadata.phone_number_id`],
    ['a message without id', () => webhook({ messages: [text('x', { id: undefined })] }), `${at}.messages.0.id`],
    ['a sender that is no number', () => webhook({ messages: [text('x', { from: 'me' })] }), `${at}.messages.0.from`],
    [
      'a time that is none',
      () => webhook({ messages: [text('x', { timestamp: 'now' })] }),
      `${at}.messages.0.timestamp`,
    ],
    ['a type that is no text', () => webhook({ messages: [text('x', { type: 5 })] }), `${at}.messages.0.type`],
    [
      'a text without body',
      () => webhook({ messages: [text('x', { text: undefined })] }),
      `${at}.messages.0.text.body`,
    ],
    [
      'a body that is no text',
      () => webhook({ messages: [text('x', { text: { body: 1 } })] }),
      `${at}.messages.0.text.body`,
    ],
    ['an image without image', () => webhook({ messages: [text('x', { type: 'image' })] }), `${at}.messages.0.image`],
    [
      'a place off the earth',
      () => webhook({ messages: [text('x', { type: 'location', location: { latitude: 91, longitude: 0 } })] }),
      `${at}.messages.0.location.latitude`,
    ],
    ['a status that is no word', () => webhook({ statuses: [{ id: 'x', status: 4 }] }), `${at}.statuses.0.status`],
    ['a time that is empty', () => webhook({ messages: [text('x', { timestamp: '' })] }), `${at}.messages.0.timestamp`],
    [
      'one bad message after good ones',
      () => webhook({ messages: [text('a'), text('b')] }, { messages: [text('c', { from: '' })] }),
      'entry.0.changes.1.value.messages.0.from',
    ],
    [
      'an unknown number after good messages',
      () => webhook({ messages: [text('a')] }, { metadata: { phone_number_id: 'nobody' }, messages: [text('b')] }),
      'entry.0.changes.1.value.metadata.phone_number_id',
    ],
  ]
  test.each(cases)('%s', async (_, toBody, field) => {
    const { status, body } = await deliver(toBody())
    expect([status, body.code, body.details.field]).toEqual([400, 'INVALID_PAYLOAD', field])
    expect(body.message).toContain(`"${field}"`)
    expect([await count('messages'), await count('conversations'), await count('contacts')]).toEqual([0, 1, 1])
  })

  test('for a caller inside the process as well', async () => {
    await expect(harness.engine.receiveWebhook({})).rejects.toThrow(Problem)
  })

  test('other kinds of change are let pass', async () => {
    const body = { entry: [{ changes: [{ field: 'message_template_status_update', value: { event: 'APPROVED' } }] }] }
    expect(await deliver(body)).toMatchObject({ status: 200, body: { received: 0, duplicates: 0, statuses: 0 } })
  })
})

describe('the verification challenge', () => {
  const ask = (query: string) => fetch(`${harness.url}/webhooks/whatsapp?${query}`)

  test('is returned to whoever knows the token', async () => {
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.verify_token': VERIFY_TOKEN,
      'hub.challenge': '<b>1158201444</b>',
    })
    const answer = await ask(String(query))
    expect([answer.status, await answer.text()]).toEqual([200, '<b>1158201444</b>'])
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
  })

  test.each(['', 'hub.mode=subscribe', 'hub.mode=subscribe&hub.verify_token=guess&hub.challenge=1'])(
    'is refused with "%s"',
    async (query) => {
      expect((await ask(query)).status).toBe(403)
    },
  )
})

test('with an app secret only what Meta has signed is taken', async () => {
  const signed = await startHarness({
    webhook: { appSecret: 'meta' },
    numbers: [{ workspaceId: 'demo', phoneNumberId: 'test-phone-id' }],
  })
  try {
    const post = (signature?: string) =>
      createApi(signed.url, null)('POST', '/webhooks/whatsapp', {
        body: fixture,
        ...(signature !== undefined && { headers: { 'x-hub-signature-256': signature } }),
      })
    const sign = (secret: string) => `sha256=${createHmac('sha256', secret).update(fixture).digest('hex')}`
    expect(await post()).toMatchObject({ status: 401, body: { code: 'TOKEN_MISSING' } })
    expect(await post(sign('guess'))).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } })
    expect(await post(sign('meta').slice(7))).toMatchObject({ status: 401 })
    expect(await post(sign('meta'))).toMatchObject({ status: 200, body: { received: 1 } })
  } finally {
    await signed.close()
  }
})
