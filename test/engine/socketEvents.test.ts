import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SeededConversation } from '../../src/engine/seed/seedConversations.ts'
import { type Harness, startHarness, type Workspace } from './harness/startHarness.ts'
import { waitUntil } from './harness/waitUntil.ts'

let harness: Harness
let workspace: Workspace
let conversation: SeededConversation

beforeAll(async () => {
  harness = await startHarness()
})
beforeEach(async () => {
  workspace = await harness.createWorkspace()
  conversation = await workspace.seedOne({ contact: { phone: '5511988887777', name: 'Maria' } })
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

const join = async (id = conversation.id) => {
  const client = workspace.connect()
  await client.heard('ready')
  await client.ask('subscribe:conversation', id)
  return client
}
const send = (content: string, conversationId = conversation.id) =>
  workspace.api('POST', '/messages', { body: { conversationId, type: 'text', content } })
const signAs = (userId: string) => harness.engine.signToken({ workspaceId: workspace.id, userId })

describe('a subscription', () => {
  test('is confirmed, and from then on nothing is missed', async () => {
    const client = workspace.connect()
    await client.heard('ready')
    const answer = await client.ask('subscribe:conversation', conversation.id)
    expect(answer).toEqual({ ok: true, serverTime: expect.stringMatching(/Z$/) })
    const { body } = await send('Olá')
    expect((await client.heard('message')).id).toBe(body.id)
  })

  test('brings messages and receipts of its conversation only', async () => {
    const other = await workspace.seedOne()
    const client = await join()
    await send('not for you', other.id)
    await send('for you')
    await client.heard('message')
    expect(client.all('message').map(({ content }) => content)).toEqual(['for you'])
  })

  test('ends when it is given up', async () => {
    const client = await join()
    expect(await client.ask('unsubscribe:conversation', conversation.id)).toMatchObject({ ok: true })
    const { body } = await send('too late')
    await client.heard('conversation', ({ lastMessage }) => lastMessage?.id === body.id)
    expect(client.all('message')).toEqual([])
  })

  test('does not care how the id is spelled', async () => {
    const client = await join(conversation.id.toUpperCase())
    await send('Olá')
    await client.heard('message')
  })

  test.each([
    ['another workspace’s conversation', 'theirs', 'NOT_FOUND'],
    ['a conversation that does not exist', randomUUID(), 'NOT_FOUND'],
    ['what is no id', 'not-a-uuid', 'NOT_FOUND'],
    ['nothing', undefined, 'INVALID_PAYLOAD'],
    ['an empty text', '', 'INVALID_PAYLOAD'],
    ['a number', 5, 'INVALID_PAYLOAD'],
    ['an object', { conversationId: 'x' }, 'INVALID_PAYLOAD'],
    ['null', null, 'INVALID_PAYLOAD'],
  ])('to %s is refused', async (_, given, code) => {
    const other = await harness.createWorkspace()
    const theirs = await other.seedOne()
    const client = workspace.connect()
    await client.heard('ready')
    const payload = given === 'theirs' ? [theirs.id] : given === undefined ? [] : [given]
    expect(await client.ask('subscribe:conversation', ...payload)).toEqual({
      ok: false,
      error: { code, message: expect.any(String), retryable: false },
    })
    await other.api('POST', '/messages', { body: { conversationId: theirs.id, type: 'text', content: 'secret' } })
    const { body } = await send('mine')
    await client.heard('conversation', ({ lastMessage }) => lastMessage?.id === body.id)
    expect(client.all('message')).toEqual([])
    expect(client.all('conversation').every(({ workspaceId }) => workspaceId === workspace.id)).toBe(true)
  })
})

describe('a slow server', () => {
  let slow: Harness
  beforeAll(async () => {
    slow = await startHarness({ quirks: { joinDelayMs: 150 } })
  })
  afterAll(() => slow.close())

  test('does not join a conversation that was left in the meantime', async () => {
    const tenant = await slow.createWorkspace()
    const { id } = await tenant.seedOne()
    const client = tenant.connect()
    await client.heard('ready')
    const joining = client.ask('subscribe:conversation', id)
    await client.ask('unsubscribe:conversation', id)
    await joining
    const { body } = await tenant.api('POST', '/messages', { body: { conversationId: id, type: 'text', content: 'x' } })
    await client.heard('conversation', ({ lastMessage }) => lastMessage?.id === body.id)
    expect(client.all('message')).toEqual([])
  })

  test('confirms a subscription only when it stands', async () => {
    const tenant = await slow.createWorkspace()
    const { id } = await tenant.seedOne()
    const client = tenant.connect()
    await client.heard('ready')
    const start = performance.now()
    await client.ask('subscribe:conversation', id)
    expect(performance.now() - start).toBeGreaterThan(140)
    await tenant.api('POST', '/messages', { body: { conversationId: id, type: 'text', content: 'x' } })
    await client.heard('message')
  })
})

describe('the list is live without subscribing', () => {
  test('to every change of a conversation of the workspace', async () => {
    const client = workspace.connect()
    await client.heard('ready')
    const path = `/conversations/${conversation.id}`
    await workspace.api('PATCH', path, { body: { labels: ['vip'], assignee_id: 'ana', priority: 'high' } })
    expect(await client.heard('conversation')).toEqual({
      id: conversation.id,
      workspaceId: workspace.id,
      contactId: conversation.contactId,
      whatsappNumberId: conversation.whatsappNumberId,
      channel: 'whatsapp',
      participants: [{ id: conversation.contactId, name: 'Maria' }],
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      contact: { id: conversation.contactId, name: 'Maria', phone: '5511988887777', avatarUrl: null },
      status: 'open',
      stageId: null,
      pipelineId: null,
      assigneeId: 'ana',
      labels: ['vip'],
      priority: 'high',
      unreadCount: 0,
      lastInboundAt: null,
    })
  })

  test('but not to another workspace’s', async () => {
    const other = await harness.createWorkspace()
    const client = workspace.connect()
    await client.heard('ready')
    await other.seedOne()
    const { id } = await workspace.seedOne()
    await client.heard('conversation', (told) => told.id === id)
    expect(client.all('conversation').map(({ workspaceId }) => workspaceId)).toEqual([workspace.id])
  })
})

describe('typing', () => {
  test('is relayed to the others, with the name of who types', async () => {
    const me = workspace.connect(await signAs('me'))
    const colleague = workspace.connect(await signAs('colleague'))
    for (const client of [me, colleague]) {
      await client.heard('ready')
      await client.ask('subscribe:conversation', conversation.id)
    }
    const payload = { conversationId: conversation.id, isTyping: true }
    expect(await me.ask('typing', payload)).toMatchObject({ ok: true })
    expect(await colleague.heard('typing')).toEqual({ ...payload, userId: 'me' })
    await me.ask('typing', { ...payload, isTyping: false })
    await colleague.heard('typing', ({ isTyping }) => !isTyping)
    expect(me.all('typing')).toEqual([])
  })

  test('reaches nobody in another workspace’s conversation', async () => {
    const other = await harness.createWorkspace()
    const theirs = await other.seedOne()
    const victim = other.connect()
    await victim.heard('ready')
    await victim.ask('subscribe:conversation', theirs.id)
    const client = workspace.connect()
    await client.heard('ready')
    expect(await client.ask('typing', { conversationId: theirs.id, isTyping: true })).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND' },
    })
    expect(victim.all('typing')).toEqual([])
  })
})

describe('a message sent over the socket', () => {
  test('is written once, and echoed with the client’s id', async () => {
    const client = await join()
    const payload = { type: 'sendMessage', conversationId: conversation.id, content: 'Oi', messageId: randomUUID() }
    const first = await client.ask('sendMessage', payload)
    const second = await client.ask('sendMessage', payload)
    expect(first).toMatchObject({ ok: true, messageId: expect.any(String) })
    expect(second.messageId).toBe(first.messageId)
    expect(await client.heard('message')).toMatchObject({
      id: first.messageId,
      content: 'Oi',
      metadata: { clientMessageId: payload.messageId },
    })
    const { body } = await workspace.api('GET', `/messages?conversation_id=${conversation.id}`)
    expect(body.data).toHaveLength(1)
  })

  test('keeps the order in which it was sent', async () => {
    const client = await join()
    const texts = Array.from({ length: 20 }, (_, index) => `m${index}`)
    await Promise.all(texts.map((content) => client.ask('sendMessage', { conversationId: conversation.id, content })))
    await waitUntil(() => client.all('message').length === 20)
    expect(client.all('message').map(({ content }) => content)).toEqual(texts)
  })
})

describe('bad input', () => {
  const bad: readonly [string, readonly unknown[]][] = [
    ['typing', []],
    ['typing', [{}]],
    ['typing', [{ conversationId: randomUUID(), isTyping: 'yes' }]],
    ['typing', ['x'.repeat(10_000)]],
    ['sendMessage', [{ conversationId: 1, content: 'x' }]],
    ['sendMessage', [{ content: 'x' }]],
    ['sendMessage', [{ conversationId: randomUUID(), content: '' }]],
    ['authenticate', []],
    ['authenticate', [{ token: 5 }]],
    ['unsubscribe:conversation', [{}]],
    ['no such event', [{ any: 'thing' }]],
    ['__proto__', [{}]],
    ['subscribe:conversation', [JSON.parse('{"__proto__":{"x":1}}')]],
    ['typing', [Buffer.from('binary')]],
  ]
  test.each(bad)('%s %j is answered with its reason', async (name, payload) => {
    const client = workspace.connect()
    await client.heard('ready')
    const answer = await client.ask(name, ...payload)
    expect(answer).toEqual({
      ok: false,
      error: { code: 'INVALID_PAYLOAD', message: expect.stringMatching(/^unable to accept "/), retryable: false },
    })
    expect(await client.ask('ping', {})).toMatchObject({ ok: true })
  })

  test('names what the client calls it', async () => {
    const client = workspace.connect()
    await client.heard('ready')
    const message = { conversationId: randomUUID(), content: 'x' }
    for (const [field, wrong] of Object.entries({ messageId: 5, replyToMessageId: 'x' })) {
      const answer = await client.ask('sendMessage', { ...message, [field]: wrong })
      expect(answer).toMatchObject({ error: { message: expect.stringContaining(`"${field}"`) } })
    }
  })

  test.each(bad)('%s %j is answered with an error event when nobody asked for more', async (name, payload) => {
    const client = workspace.connect()
    await client.heard('ready')
    client.socket.emit(name, ...payload)
    expect(await client.heard('error')).toEqual({ code: 'INVALID_PAYLOAD', message: expect.any(String) })
  })

  test('of 2 MB ends that connection and no other', async () => {
    const witness = workspace.connect()
    await witness.heard('ready')
    const client = workspace.connect()
    await client.heard('ready')
    client.socket.emit('typing', { conversationId: 'x'.repeat(2_000_000), isTyping: true })
    await client.ended()
    expect(await witness.ask('ping', {})).toMatchObject({ ok: true })
  })
})

test('a ping is answered with the server’s time', async () => {
  const client = workspace.connect()
  await client.heard('ready')
  const { ok, serverTime } = await client.ask('ping', {})
  expect(ok).toBe(true)
  expect(Math.abs(Date.parse(serverTime) - Date.now())).toBeLessThan(2_000)
})
