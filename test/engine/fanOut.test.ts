import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SeededConversation } from '../../src/engine/seed/seedConversations.ts'
import type { Recorder } from './harness/connectRecorder.ts'
import { type Harness, startHarness, type Workspace } from './harness/startHarness.ts'
import { waitUntil } from './harness/waitUntil.ts'

/* What is shown live comes from the database: whoever writes is heard, in the order of the writing. */

let harness: Harness
let workspace: Workspace
let conversation: SeededConversation
let client: Recorder

beforeAll(async () => {
  harness = await startHarness()
})
beforeEach(async () => {
  workspace = await harness.createWorkspace()
  conversation = await workspace.seedOne({
    messages: [{ text: 'first', from: 'agent', status: 'pending', externalId: 'wamid.1' }],
  })
  client = workspace.connect()
  await client.heard('ready')
  await client.ask('subscribe:conversation', conversation.id)
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

const insert = `insert into messages (conversation_id, workspace_id, is_outgoing, body) values ($1, $2, false, $3)`
const write = (body: string) => harness.engine.database.query(insert, [conversation.id, workspace.id, body])
const contents = () => client.all('message').map(({ content }) => content)

test('a row written with SQL is told like any other', async () => {
  await write('from somewhere else')
  expect(await client.heard('message')).toMatchObject({ content: 'from somewhere else', workspaceId: workspace.id })
  const told = await client.heard('conversation', ({ unreadCount }) => unreadCount === 1)
  expect(told.lastMessage.content).toBe('from somewhere else')
})

test('what is told is told in the order of the commits', async () => {
  const texts = Array.from({ length: 60 }, (_, index) => `m${index}`)
  await Promise.all(texts.map(write))
  await waitUntil(() => contents().length === 60)
  expect(contents()).toEqual(texts)
})

test('a thousand rows of one statement all arrive, in their order', async () => {
  await harness.engine.database.query(
    `insert into messages (conversation_id, workspace_id, is_outgoing, body)
     select $1, $2, false, 'm' || n from generate_series(1, 1000) n`,
    [conversation.id, workspace.id],
  )
  await waitUntil(() => contents().length === 1000)
  expect(contents()).toEqual(Array.from({ length: 1000 }, (_, index) => `m${index + 1}`))
  expect(await client.heard('conversation', ({ unreadCount }) => unreadCount === 1000)).toMatchObject({
    lastMessage: { content: 'm1000' },
  })
})

test('what is rolled back was never there', async () => {
  await expect(
    harness.engine.database.transaction(async (tx) => {
      await tx.query(insert, [conversation.id, workspace.id, 'regretted'])
      await tx.query(`update messages set status = 'read' where id = $1`, [conversation.messageIds[0]])
      throw new Error('second thoughts')
    }),
  ).rejects.toThrow('second thoughts')
  await write('kept')
  await client.heard('message', ({ content }) => content === 'kept')
  expect(contents()).toEqual(['kept'])
  expect(client.all('messageStatus')).toEqual([])
})

test('a receipt is told as a receipt, everything else as the message', async () => {
  const [id] = conversation.messageIds
  const update = (set: string) => harness.engine.database.query(`update messages set ${set} where id = $1`, [id])
  await update(`status = 'sent'`)
  await update(`status = 'failed', error_code = '1', error_message = 'why'`)
  await update(`body = 'edited', edited_at = clock_timestamp()`)
  await update(`deleted_at = clock_timestamp()`)
  await client.heard('message', ({ content }) => content === 'edited')
  await waitUntil(() => client.events.filter(({ name }) => name.startsWith('message')).length === 4)
  expect(client.events.filter(({ name }) => name.startsWith('message'))).toMatchObject([
    { name: 'messageStatus', payload: { messageId: id, status: 'sent', conversationId: conversation.id } },
    { name: 'messageStatus', payload: { status: 'failed', error: { code: '1', message: 'why' } } },
    { name: 'message', payload: { id, content: 'edited', editedAt: expect.any(String), deletedAt: null } },
    { name: 'message', payload: { id, deletedAt: expect.any(String) } },
  ])
})

test('an update that changes nothing is not told', async () => {
  const [id] = conversation.messageIds
  await harness.engine.database.query(`update messages set body = body where id = $1`, [id])
  await harness.engine.database.query(`update conversations set stage_id = stage_id where id = $1`, [conversation.id])
  await write('after')
  await client.heard('message')
  expect(contents()).toEqual(['after'])
  expect(client.all('conversation').every(({ unreadCount }) => unreadCount === 1)).toBe(true)
})

test('an internal note is told as one, and moves nothing', async () => {
  await harness.engine.database.query(
    `insert into messages (conversation_id, workspace_id, is_outgoing, body, is_private) values ($1, $2, true, 'note', true)`,
    [conversation.id, workspace.id],
  )
  expect(await client.heard('message')).toMatchObject({ content: 'note', isPrivate: true })
  const { body } = await workspace.api('GET', `/conversations/${conversation.id}`)
  expect(body.last_message_preview).toBe('first')
})

test('a contact that gets a name is told with its conversation', async () => {
  const sql = `update contacts set name = 'Maria' where id = $1`
  await harness.engine.database.query(sql, [conversation.contactId])
  expect(await client.heard('conversation')).toMatchObject({ id: conversation.id, contact: { name: 'Maria' } })
})

test('what is no announcement on the channel does no harm', async () => {
  for (const payload of ['nonsense', '{}', '{"table":"users","id":"1"}', '{"table":"messages","id":5}', 'null']) {
    await harness.engine.database.query(`select pg_notify('chatengine_changes', $1)`, [payload])
  }
  await write('still here')
  await client.heard('message')
})

test('a webhook is heard within 100 ms in 95 of 100 cases', async () => {
  // On a computer that is busy with other things one round may be slow; an engine that is slow is so in all of them.
  for (let round = 1; ; round += 1) {
    const times: number[] = []
    for (let index = 0; index < 60; index += 1) times.push(await timeWebhook(`wamid.${workspace.id}.${round}.${index}`))
    const sorted = times.toSorted((a, b) => a - b)
    const [median, high] = [sorted[30] ?? 0, sorted[57] ?? 0]
    console.info(`webhook to socket: p50 ${median.toFixed(1)} ms, p95 ${high.toFixed(1)} ms`)
    if (round < 3 && high >= 100) continue
    expect(high).toBeLessThan(100)
    return
  }
})

async function timeWebhook(id: string): Promise<number> {
  const message = { from: conversation.phone, id, timestamp: '1760000000', type: 'text', text: { body: 'x' } }
  const value = { metadata: { phone_number_id: conversation.phoneNumberId }, messages: [message] }
  const start = performance.now()
  const answered = fetch(`${harness.url}/webhooks/whatsapp`, {
    method: 'POST',
    body: JSON.stringify({ entry: [{ changes: [{ value }] }] }),
  })
  await client.heard('message', ({ metadata }) => metadata['providerMessageId'] === id)
  const time = performance.now() - start
  expect((await answered).status).toBe(200)
  return time
}
