import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SeededConversation } from '../../src/engine/seed/seedConversations.ts'
import { type Harness, startHarness, type Workspace } from './harness/startHarness.ts'
import { waitUntil } from './harness/waitUntil.ts'

/* A server without any extension, as deployed ones are: what it does not have it must not even hint at. */

let harness: Harness
let workspace: Workspace
let conversation: SeededConversation

beforeAll(async () => {
  harness = await startHarness({ capabilities: [], quirks: { joinDelayMs: 30, echoBeforeAnswerMs: 30 } })
})
beforeEach(async () => {
  workspace = await harness.createWorkspace()
  conversation = await workspace.seedOne({
    contact: { phone: '5511988887777', name: 'Maria' },
    messages: [{ text: 'Oi' }, { text: 'internal', from: 'agent', isPrivate: true }],
  })
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

const send = (content: string, more: object = {}) =>
  workspace.api('POST', '/messages', { body: { conversationId: conversation.id, type: 'text', content, ...more } })
/** A base server does not confirm: that a subscription stands shows only in what arrives. */
const subscribe = async () => {
  const client = workspace.connect()
  const colleague = workspace.connect()
  await Promise.all([client.connected(), colleague.connected()])
  client.socket.emit('subscribe:conversation', conversation.id)
  await waitUntil(() => {
    colleague.socket.emit('typing', { conversationId: conversation.id, isTyping: true })
    return client.all('typing').length > 0
  })
  colleague.socket.disconnect()
  return client
}

describe('over HTTP', () => {
  test('message rows have the base columns and no others', async () => {
    const { body } = await workspace.api('GET', `/messages?conversation_id=${conversation.id}`)
    expect(Object.keys(body).toSorted()).toEqual(['data', 'pagination'])
    expect(body.data.map((row) => row.body)).toEqual(['Oi'])
    expect(Object.keys(body.data[0] ?? {}).toSorted()).toEqual(
      [
        ...['id', 'conversation_id', 'external_id', 'body', 'type', 'from_me', 'status', 'media_url', 'reply_to_id'],
        ...['quoted_message', 'sent_by_user_id', 'created_at'],
      ].toSorted(),
    )
  })

  test('conversation rows have the base columns and no others', async () => {
    const { body } = await workspace.api('GET', '/conversations')
    expect(Object.keys(body).toSorted()).toEqual(['data', 'pagination'])
    expect(Object.keys(body.data[0] ?? {}).toSorted()).toEqual(
      [
        ...['id', 'workspace_id', 'contact_id', 'whatsapp_number_id', 'remote_jid', 'is_group', 'pipeline_id'],
        ...['stage_id', 'last_message_at', 'unread_count', 'is_typing', 'created_at', 'updated_at'],
      ].toSorted(),
    )
  })

  test('two sends are two messages, whatever they are called', async () => {
    const clientMessageId = randomUUID()
    const headers = { 'idempotency-key': clientMessageId }
    const body = { conversationId: conversation.id, type: 'text', content: 'twice', clientMessageId }
    const first = await workspace.api('POST', '/messages', { body, headers })
    const second = await workspace.api('POST', '/messages', { body, headers })
    expect([first.status, second.status]).toEqual([201, 201])
    expect(first.body.id).not.toBe(second.body.id)
  })

  test('nobody can ask what changed: the question is not understood', async () => {
    await send('newer')
    const query = `conversation_id=${conversation.id}&updated_since=2999-01-01T00:00:00Z&limit=1`
    const { body } = await workspace.api('GET', `/messages?${query}`)
    expect(body.data.map((row) => row.body)).toEqual(['newer'])
    expect(body.pagination.has_more).toBe(true)
  })

  test('the CRM’s questions and changes are not known', async () => {
    const { body } = await workspace.api('GET', '/conversations?status=resolved&assignee_id=ana')
    expect(body.data).toHaveLength(1)
    const patched = await workspace.api('PATCH', `/conversations/${conversation.id}`, { body: { status: 'resolved' } })
    expect(patched.status).toBe(404)
    const stage = { body: { stage_id: 'won', pipeline_id: null } }
    expect((await workspace.api('PATCH', `/conversations/${conversation.id}/stage`, stage)).body.stage_id).toBe('won')
  })

  test('errors are a code, a message and at most a field', async () => {
    const { status, body, headers } = await send('')
    expect(status).toBe(400)
    expect(body).toEqual({
      code: 'INVALID_PAYLOAD',
      message: expect.stringContaining('"content"'),
      details: { field: 'content' },
    })
    expect(headers.get('content-type')).toBe('application/json')
  })

  test('a deleted message is no longer there', async () => {
    const { body } = await send('gone')
    await harness.engine.database.query('update messages set deleted_at = now() where id = $1', [body.id])
    expect((await workspace.api('GET', `/messages/${body.id}`)).status).toBe(404)
    const list = await workspace.api('GET', `/messages?conversation_id=${conversation.id}`)
    expect(list.body.data.map((row) => row.body)).toEqual(['Oi'])
  })
})

describe('over the socket', () => {
  test('a refusal is a free text and nothing else', async () => {
    const client = workspace.connect('nonsense')
    const error = await client.refused()
    expect(error.message).toBe('unauthorized: jwt not valid')
    expect(error.data).toBeUndefined()
  })

  test('there is no greeting and no acknowledgement', async () => {
    const client = await subscribe()
    const sockets = client.socket.timeout(300)
    await expect(sockets.emitWithAck('subscribe:conversation', conversation.id)).rejects.toThrow('timed out')
    expect(client.events.filter(({ name }) => name !== 'typing')).toEqual([])
  })

  test('the echo comes before the answer, with the base fields and without the client’s id', async () => {
    const client = await subscribe()
    const heard = client.heard('message').then((echo) => ({ echo, at: performance.now() }))
    const answered = send('Olá', { clientMessageId: 'c-1' }).then(({ body }) => ({ body, at: performance.now() }))
    const [{ echo, at: heardAt }, { body, at: answeredAt }] = await Promise.all([heard, answered])
    expect(heardAt).toBeLessThan(answeredAt)
    expect(echo).toEqual({
      id: body.id,
      workspaceId: workspace.id,
      conversationId: conversation.id,
      senderId: expect.stringMatching(/^user-/),
      type: 'text',
      content: 'Olá',
      status: 'pending',
      metadata: {},
      createdAt: body.created_at,
      updatedAt: expect.any(String),
    })
  })

  test('a receipt names the message and not the conversation', async () => {
    const client = await subscribe()
    const { body } = await send('Olá')
    await harness.engine.database.query(`update messages set status = 'sent' where id = $1`, [body.id])
    expect(await client.heard('messageStatus')).toEqual({ messageId: body.id, status: 'sent' })
  })

  test('a conversation is told whole, in the base’s words', async () => {
    const client = await subscribe()
    const { body } = await send('Olá')
    const told = await client.heard('conversation', ({ lastMessage }) => lastMessage.id === body.id)
    expect(told).toEqual({
      id: conversation.id,
      workspaceId: workspace.id,
      contactId: conversation.contactId,
      whatsappNumberId: conversation.whatsappNumberId,
      channel: 'whatsapp',
      participants: [{ id: conversation.contactId, name: 'Maria' }],
      lastMessage: {
        id: body.id,
        content: 'Olá',
        senderId: expect.stringMatching(/^user-/),
        createdAt: body.created_at,
      },
      updatedAt: expect.any(String),
    })
  })

  test('the sendMessage command is answered by its echo', async () => {
    const client = await subscribe()
    client.socket.emit('sendMessage', {
      type: 'sendMessage',
      conversationId: conversation.id,
      content: 'Pelo socket',
      messageId: 'c-9',
      timestamp: new Date().toISOString(),
    })
    expect(await client.heard('message')).toMatchObject({ content: 'Pelo socket', status: 'pending', metadata: {} })
  })

  test('internal notes and deleted messages are not told, since it could not be said what they are', async () => {
    const client = await subscribe()
    const insert = (body: string, more: string) =>
      harness.engine.database.query(
        `insert into messages (conversation_id, workspace_id, is_outgoing, body, is_private, deleted_at)
         values ($1, $2, true, $3, ${more})`,
        [conversation.id, workspace.id, body],
      )
    await insert('note', 'true, null')
    await insert('deleted', 'false, now()')
    await insert('plain', 'false, null')
    await client.heard('message', ({ content }) => content === 'plain')
    expect(client.all('message').map(({ content }) => content)).toEqual(['plain'])
  })

  test('a token that expires ends nothing', async () => {
    const token = await harness.engine.signToken({ workspaceId: workspace.id, expiresInSeconds: 2 })
    const client = workspace.connect(token)
    await client.connected()
    await waitUntil(async () => (await expired(token)) === 'TOKEN_EXPIRED')
    client.socket.emit('typing', { conversationId: 'nonsense', isTyping: true })
    expect(await client.heard('error')).toMatchObject({ code: 'NOT_FOUND' })
    expect(client.socket.connected).toBe(true)
  })

  const expired = async (token: string) => {
    const answer = await fetch(`${harness.url}/api/chat/conversations`, {
      headers: { authorization: `Bearer ${token}` },
    })
    return ((await answer.json()) as { code?: string }).code
  }
})

test('a base server may tell the client’s id all the same', async () => {
  const kind = await startHarness({ capabilities: [], quirks: { echoClientId: true } })
  try {
    const tenant = await kind.createWorkspace()
    const { id } = await tenant.seedOne()
    const client = tenant.connect()
    await client.connected()
    client.socket.emit('subscribe:conversation', id)
    const body = { conversationId: id, type: 'text', content: 'x', clientMessageId: 'c-1' }
    await waitUntil(async () => {
      await tenant.api('POST', '/messages', { body })
      return client.all('message').length > 0
    })
    expect(client.all('message')[0]?.metadata).toEqual({ clientMessageId: 'c-1' })
  } finally {
    await kind.close()
  }
})
