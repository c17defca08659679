import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SeededConversation } from '../../src/engine/seed/seedConversations.ts'
import { type Harness, startHarness, type Workspace } from './harness/startHarness.ts'

let harness: Harness
let workspace: Workspace
let conversation: SeededConversation

beforeAll(async () => {
  harness = await startHarness()
})
beforeEach(async () => {
  workspace = await harness.createWorkspace()
  conversation = await workspace.seedOne({
    contact: { phone: '5511988887777', name: 'Maria' },
    messages: [{ text: 'one' }, { text: 'two' }, { text: 'three', from: 'agent' }],
  })
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

const countMessages = async () => {
  const sql = 'select count(*)::integer as count from messages where workspace_id = $1'
  const [row] = await harness.engine.database.query<{ count: number }>(sql, [workspace.id])
  return row?.count
}
const list = (query: string) => workspace.api('GET', `/messages?conversation_id=${conversation.id}${query}`)
const bodies = async (query: string) => (await list(query)).body.data.map(({ body }) => body)
const send = (body: object, headers: Record<string, string> = {}) =>
  workspace.api('POST', '/messages', { body: { conversationId: conversation.id, type: 'text', ...body }, headers })

describe('the history', () => {
  test('is newest first and says whether there is more', async () => {
    expect(await bodies('')).toEqual(['three', 'two', 'one'])
    const { body } = await list('&limit=2')
    expect(body.data.map((row) => row.body)).toEqual(['three', 'two'])
    expect(body.pagination).toEqual({ has_more: true, limit: 2 })
    expect((await list('&limit=3')).body.pagination).toEqual({ has_more: false, limit: 3 })
  })

  test('goes on before a message, or before a time', async () => {
    const [newest, second] = (await list('')).body.data
    expect(await bodies(`&before=${second?.id}`)).toEqual(['one'])
    expect(await bodies(`&before=${newest?.created_at}`)).toEqual(['two', 'one'])
  })

  test('is read page by page without a gap when every message has the same time', async () => {
    const at = '2026-01-01T00:00:00.000Z'
    const texts = Array.from({ length: 25 }, (_, index) => `m${index}`)
    const same = await workspace.seedOne({ messages: texts.map((text) => ({ text, at })) })
    const seen: string[] = []
    let before = ''
    for (let page = 0; page < 10; page += 1) {
      const { body } = await workspace.api('GET', `/messages?conversation_id=${same.id}&limit=4${before}`)
      seen.push(...body.data.map(({ id }) => id))
      if (!body.pagination.has_more) break
      before = `&before=${body.data.at(-1)?.id}`
    }
    expect(seen).toEqual(same.messageIds.toSorted().toReversed())
  })

  test('tells every column of the base and of the extensions', async () => {
    const [row] = (await list('&limit=1')).body.data
    expect(row).toEqual({
      id: conversation.messageIds[2],
      conversation_id: conversation.id,
      external_id: null,
      body: 'three',
      type: 'text',
      from_me: true,
      status: 'read',
      media_url: null,
      reply_to_id: null,
      quoted_message: null,
      sent_by_user_id: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      workspace_id: workspace.id,
      client_message_id: null,
      updated_at: expect.stringMatching(/\.\d{3}Z$/),
      deleted_at: null,
      edited_at: null,
      attachment: null,
      sender: { type: 'user', id: null, name: null },
      is_private: false,
      error: null,
    })
  })

  test('shows a message among its neighbours', async () => {
    const [, second] = conversation.messageIds
    const { body } = await workspace.api('GET', `/messages/${second}/context?limit=1`)
    expect(body.data.map((row) => row.body)).toEqual(['three', 'two', 'one'])
    const alone = await workspace.api('GET', `/messages/${second}`)
    expect(alone.body).toMatchObject({ id: second, body: 'two' })
  })
})

describe('a message that is sent', () => {
  test('is answered with its row, on its way, from the token’s user', async () => {
    const { status, body } = await send({ content: 'Olá!', clientMessageId: 'c-1' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      body: 'Olá!',
      from_me: true,
      status: 'sending',
      type: 'text',
      client_message_id: 'c-1',
      sent_by_user_id: expect.stringMatching(/^user-/),
      sender: { type: 'user', name: 'Ana' },
    })
    const stored = await harness.engine.database.query('select status from messages where id = $1', [body.id])
    expect(stored).toEqual([{ status: 'pending' }])
  })

  test('moves its conversation in the same transaction', async () => {
    const { body } = await send({ content: '  Segue \n o boleto  ' })
    const { body: moved } = await workspace.api('GET', `/conversations/${conversation.id}`)
    expect(moved).toMatchObject({ last_message_at: body.created_at, last_message_preview: 'Segue o boleto' })
  })

  test('may answer another one, which is then quoted', async () => {
    const [first] = conversation.messageIds
    const { body } = await send({ content: 'sim', replyToId: first })
    expect(body).toMatchObject({
      reply_to_id: first,
      quoted_message: { id: first, body: 'one', type: 'text', from_me: false },
    })
  })

  test('comes after all others, however many are sent at once', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => send({ content: `m${index}` })))
    const times = answers.map(({ body }) => body.created_at)
    expect(new Set(times).size).toBe(30)
    const [ahead] = await harness.engine.database.query<{ created_at: string }>(
      `insert into messages (conversation_id, workspace_id, is_outgoing, body, created_at)
       values ($1, $2, false, 'a clock that is ahead', clock_timestamp() + interval '1 hour') returning created_at`,
      [conversation.id, workspace.id],
    )
    const { body } = await send({ content: 'last' })
    expect(Date.parse(body.created_at)).toBe(Date.parse(ahead?.created_at ?? '') + 1)
  })

  test('keeps what Postgres cannot hold from breaking anything', async () => {
    const { status, body } = await send({ content: 'NUL \u0000, half a pair é\udc00, ok 👏' })
    expect(status).toBe(201)
    expect(body.body).toBe('NUL \uFFFD, half a pair é\uFFFD, ok 👏')
    expect((await send({ content: 'and on' })).status).toBe(201)
  })

  test('has at most 4,096 characters', async () => {
    expect((await send({ content: 'x'.repeat(4096) })).status).toBe(201)
    const { status, body } = await send({ content: 'x'.repeat(4097) })
    expect([status, body.details.field]).toEqual([400, 'content'])
  })
})

describe('a repeated send', () => {
  const key = () => ({ 'idempotency-key': randomUUID() })

  test('is the same message', async () => {
    const headers = key()
    const first = await send({ content: 'once' }, headers)
    const second = await send({ content: 'once' }, headers)
    expect([first.status, second.status]).toEqual([201, 200])
    expect(second.body).toEqual(first.body)
    expect(first.body.client_message_id).toBe(headers['idempotency-key'])
    expect(await countMessages()).toBe(4)
  })

  test('is one message when twenty come at once', async () => {
    const headers = key()
    const answers = await Promise.all(Array.from({ length: 20 }, () => send({ content: 'once' }, headers)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19)
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(await countMessages()).toBe(4)
  })

  test('is known by the client’s id where there is no header', async () => {
    const clientMessageId = randomUUID()
    const first = await send({ content: 'once', clientMessageId })
    const second = await send({ content: 'once', clientMessageId }, { 'idempotency-key': clientMessageId })
    expect([first.status, second.status, second.body.id]).toEqual([201, 200, first.body.id])
  })

  test('with another text is refused, and nothing is written', async () => {
    const headers = key()
    await send({ content: 'once' }, headers)
    const { status, body } = await send({ content: 'something else' }, headers)
    expect([status, body.code, body.details.field]).toEqual([422, 'INVALID_PAYLOAD', 'Idempotency-Key'])
    expect(await countMessages()).toBe(4)
  })

  test('means nothing in another workspace', async () => {
    const headers = key()
    await send({ content: 'once' }, headers)
    const other = await harness.createWorkspace()
    const { id } = await other.seedOne()
    const body = { conversationId: id, type: 'text', content: 'once' }
    expect((await other.api('POST', '/messages', { body, headers })).status).toBe(201)
  })

  test('can be made again after one that was refused', async () => {
    const headers = key()
    expect((await send({ content: '' }, headers)).status).toBe(400)
    expect((await send({ content: 'x', replyToId: randomUUID() }, headers)).status).toBe(404)
    expect((await send({ content: 'x' }, headers)).status).toBe(201)
  })

  test.each(['', 'x'.repeat(256), 'with blank', 'ação'])('is refused with the key "%s"', async (bad) => {
    const { status, body } = await send({ content: 'x' }, { 'idempotency-key': encodeURI(bad) === bad ? bad : 'a b' })
    expect([status, body.details.field]).toEqual([400, 'Idempotency-Key'])
  })
})

describe('a forwarded message', () => {
  test('is a new one in the other conversation', async () => {
    const target = await workspace.seedOne()
    const { status, body } = await workspace.api('POST', `/messages/${conversation.messageIds[0]}/forward`, {
      body: { target_conversation_id: target.id },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({ conversation_id: target.id, body: 'one', from_me: true, status: 'sending' })
    expect(body.id).not.toBe(conversation.messageIds[0])
  })

  test('is never an internal note', async () => {
    const noted = await workspace.seedOne({ messages: [{ text: 'secret', from: 'agent', isPrivate: true }] })
    const { status } = await workspace.api('POST', `/messages/${noted.messageIds[0]}/forward`, {
      body: { target_conversation_id: conversation.id },
    })
    expect(status).toBe(400)
    expect(await countMessages()).toBe(4)
  })
})

describe('bad input is refused, names the field, and changes nothing', () => {
  const draft = (changes: object) => ({ conversationId: conversation.id, type: 'text', content: 'x', ...changes })
  const cases: readonly [string, () => unknown, string][] = [
    ['no JSON', () => '{"conversationId":', 'body'],
    ['no object', () => '"text"', 'body'],
    ['null', () => 'null', 'body'],
    ['a list', () => [], 'conversationId'],
    ['no conversation', () => draft({ conversationId: undefined }), 'conversationId'],
    ['a conversation that is no UUID', () => draft({ conversationId: 'abc' }), 'conversationId'],
    ['a conversation that is a number', () => draft({ conversationId: 7 }), 'conversationId'],
    ['no type', () => draft({ type: undefined }), 'type'],
    ['an unknown type', () => draft({ type: 'sticker' }), 'type'],
    ['no content', () => draft({ content: undefined }), 'content'],
    ['empty content', () => draft({ content: '' }), 'content'],
    ['blank content', () => draft({ content: ' \n\t ' }), 'content'],
    ['content that is no text', () => draft({ content: { text: 'x' } }), 'content'],
    ['a reply to what is no UUID', () => draft({ replyToId: 'abc' }), 'replyToId'],
    ['an attachment that is no UUID', () => draft({ type: 'image', attachmentId: 1 }), 'attachmentId'],
    ['an image without a file', () => draft({ type: 'image' }), 'attachmentId'],
    ['a text with a file', () => draft({ attachmentId: randomUUID() }), 'attachmentId'],
    ['a client id that is no text', () => draft({ clientMessageId: 1 }), 'clientMessageId'],
    ['an endless client id', () => draft({ clientMessageId: 'x'.repeat(256) }), 'clientMessageId'],
  ]
  test.each(cases)('%s', async (_, toBody, field) => {
    const { status, body, headers } = await workspace.api('POST', '/messages', { body: toBody() })
    expect([status, body.code, body.details.field]).toEqual([400, 'INVALID_PAYLOAD', field])
    expect(body.message).toContain(`"${field}"`)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(body).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400, detail: body.message })
    expect(await countMessages()).toBe(3)
  })

  test.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=201'],
    ['limit', 'limit=-1'],
    ['limit', 'limit=1.5'],
    ['limit', 'limit=ten'],
    ['limit', 'limit='],
    ['before', 'before=yesterday'],
    ['updated_since', 'updated_since=yesterday'],
    ['updated_since', 'updated_since='],
    ['cursor', 'updated_since=2026-01-01T00:00:00Z&cursor=nonsense'],
  ])('a query with a bad %s: %s', async (field, query) => {
    const { status, body } = await list(`&${query}`)
    expect([status, body.code, body.details.field]).toEqual([400, 'INVALID_PAYLOAD', field])
  })

  test('a query without a conversation, or with one that is no UUID', async () => {
    for (const query of ['', '?conversation_id=', '?conversation_id=abc']) {
      const { status, body } = await workspace.api('GET', `/messages${query}`)
      expect([status, body.details.field]).toEqual([400, 'conversation_id'])
    }
  })

  test('a body of more than 1 MiB', async () => {
    const { status, body, headers } = await workspace.api('POST', '/messages', {
      body: draft({ padding: 'x'.repeat(1_100_000) }),
    })
    expect([status, body.code, body.details.field]).toEqual([413, 'INVALID_PAYLOAD', 'body'])
    // What is left of the body stays unread, so the next request needs another connection.
    expect(headers.get('connection')).toBe('close')
  })
})

describe('another workspace’s messages do not exist', () => {
  test.each([
    ['GET', (id: string) => `/messages/${id}`, undefined],
    ['GET', (id: string) => `/messages/${id}/context`, undefined],
    ['POST', (id: string) => `/messages/${id}/forward`, () => ({ target_conversation_id: conversation.id })],
  ])('%s %s answers as for one that was never there', async (method, toPath, toBody) => {
    const other = await harness.createWorkspace()
    const theirs = await other.seedOne({ messages: [{ text: 'theirs' }] })
    const ask = (id: string) => workspace.api(method, toPath(id), { body: toBody?.() })
    const foreign = await ask(theirs.messageIds[0] ?? '')
    const missing = await ask(randomUUID())
    const malformed = await ask('not-a-uuid')
    expect(foreign.status).toBe(404)
    expect(foreign.body.code).toBe('NOT_FOUND')
    expect(missing.body).toEqual(foreign.body)
    expect(malformed.body).toEqual(foreign.body)
  })

  test('not in lists, not as a place in a list, not as a target, not as a reply', async () => {
    const other = await harness.createWorkspace()
    const theirs = await other.seedOne({ messages: [{ text: 'theirs' }] })
    const [message] = theirs.messageIds
    const forward = { target_conversation_id: theirs.id }
    const answers = await Promise.all([
      workspace.api('GET', `/messages?conversation_id=${theirs.id}`),
      workspace.api('GET', `/messages?conversation_id=${theirs.id}&updated_since=2026-01-01T00:00:00Z`),
      list(`&before=${message}`),
      send({ content: 'x', replyToId: message }),
      send({ content: 'x', conversationId: theirs.id }),
      workspace.api('POST', `/messages/${conversation.messageIds[0]}/forward`, { body: forward }),
    ])
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 6 }, () => [404, 'NOT_FOUND']),
    )
  })
})
