import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Harness, startHarness, type Workspace } from './harness/startHarness.ts'
import { waitUntil } from './harness/waitUntil.ts'

/* The stand-ins: WhatsApp, which delivers, and the customer, who answers. */

let harness: Harness
let workspace: Workspace

beforeAll(async () => {
  harness = await startHarness({
    provider: { sentMs: 10, deliveredMs: 10, readMs: 10 },
    customer: { delayMs: 400 },
  })
})
beforeEach(async () => {
  workspace = await harness.createWorkspace()
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

const send = (conversationId: string, content: string) =>
  workspace.api('POST', '/messages', { body: { conversationId, type: 'text', content } })
const messagesOf = async (id: string) => (await workspace.api('GET', `/messages?conversation_id=${id}`)).body.data
const join = async (id: string) => {
  const client = workspace.connect()
  await client.heard('ready')
  await client.ask('subscribe:conversation', id)
  return client
}

describe('the stand-in for WhatsApp', () => {
  test('takes a message up the whole ladder, step by step, under a number of its own', async () => {
    const { id } = await workspace.seedOne()
    const client = await join(id)
    const { body } = await send(id, 'Olá')
    await client.heard('messageStatus', ({ status }) => status === 'read')
    expect(client.all('messageStatus').map(({ status }) => status)).toEqual(['sent', 'delivered', 'read'])
    const row = (await messagesOf(id)).find((candidate) => candidate.id === body.id)
    expect(row).toMatchObject({ status: 'read', external_id: expect.stringMatching(/^wamid\./), error: null })
  })

  test('fails a message to a number that is not on WhatsApp, and says why', async () => {
    const { id } = await workspace.seedOne({ contact: { phone: '5511900000000' } })
    const client = await join(id)
    await send(id, 'Olá')
    const told = await client.heard('messageStatus')
    expect(told).toMatchObject({
      status: 'failed',
      error: { code: '131026', message: expect.stringContaining('WhatsApp') },
    })
    expect((await messagesOf(id))[0]).toMatchObject({ status: 'failed', error: told.error })
  })

  test('leaves internal notes, system messages and deleted ones alone', async () => {
    const { id } = await workspace.seedOne()
    const insert = (columns: string, values: string) =>
      harness.engine.database.query(
        `insert into messages (conversation_id, workspace_id, is_outgoing, body, ${columns}) values ($1, $2, true, 'x', ${values})`,
        [id, workspace.id],
      )
    await insert('is_private', 'true')
    await insert('sender_type', `'system'`)
    await insert('deleted_at', 'clock_timestamp()')
    const { body } = await send(id, 'Olá')
    await waitUntil(async () => (await messagesOf(id)).find((row) => row.id === body.id)?.status === 'read')
    const others = (await messagesOf(id)).filter((row) => row.from_me && row.id !== body.id)
    expect(others.map(({ status, external_id }) => [status, external_id])).toEqual(
      Array.from({ length: 3 }, () => ['sending', null]),
    )
  })

  test('delivers what was written with SQL as well', async () => {
    const { id } = await workspace.seedOne()
    await harness.engine.database.query(
      `insert into messages (conversation_id, workspace_id, is_outgoing, body) values ($1, $2, true, 'by SQL')`,
      [id, workspace.id],
    )
    await waitUntil(async () => (await messagesOf(id)).some((row) => row.status === 'read'))
  })
})

describe('the scripted customer', () => {
  const inbound = async (id: string) => (await messagesOf(id)).filter((row) => !row.from_me)

  test('types, then answers, in the language of the number', async () => {
    const [brazil, elsewhere] = await workspace.seed(
      { contact: { phone: '5511988887777' } },
      { contact: { phone: '14155550134' } },
    )
    const client = await join(brazil?.id ?? '')
    await send(brazil?.id ?? '', 'Olá')
    await send(elsewhere?.id ?? '', 'Hello')
    const answer = await client.heard('message', ({ content }) => content.startsWith('Obrigado'))
    expect(client.all('typing')).toEqual([
      { conversationId: brazil?.id, userId: '5511988887777@s.whatsapp.net', isTyping: true },
      { conversationId: brazil?.id, userId: '5511988887777@s.whatsapp.net', isTyping: false },
    ])
    const names = client.events.map(({ name, payload }) => (name === 'message' ? payload.id : name))
    expect(names.lastIndexOf('typing')).toBeLessThan(names.indexOf(answer.id))
    await waitUntil(async () => (await inbound(elsewhere?.id ?? '')).some(({ body }) => body?.startsWith('Thanks')))
  })

  test('gives one answer to a burst, and never answers itself', async () => {
    const { id } = await workspace.seedOne({ contact: { phone: '5511988887777' } })
    for (const content of ['um', 'dois', 'três', 'quatro']) await send(id, content)
    await waitUntil(async () => (await inbound(id)).length > 0)
    const second = await workspace.seedOne({ contact: { phone: '5511988887778' } })
    await send(second.id, 'and in the meantime somebody else')
    await waitUntil(async () => (await inbound(second.id)).length > 0)
    expect(await inbound(id)).toHaveLength(1)
  })

  test('goes on in the script with every answer', async () => {
    const { id } = await workspace.seedOne({ contact: { phone: '14155550134' } })
    await send(id, 'one')
    await waitUntil(async () => (await inbound(id)).length === 1)
    await send(id, 'two')
    await waitUntil(async () => (await inbound(id)).length === 2)
    const [later, earlier] = await inbound(id)
    expect(later?.body).not.toBe(earlier?.body)
  })

  test('says nothing to an internal note', async () => {
    const { id } = await workspace.seedOne({
      contact: { phone: '5511988887777' },
      messages: [{ text: 'note', from: 'agent', isPrivate: true, status: 'delivered', externalId: 'wamid.note' }],
    })
    await harness.engine.database.query(`update messages set status = 'read' where conversation_id = $1`, [id])
    const other = await workspace.seedOne({ contact: { phone: '5511988887778' } })
    await send(other.id, 'Olá')
    await waitUntil(async () => (await inbound(other.id)).length > 0)
    expect(await inbound(id)).toEqual([])
  })
})
