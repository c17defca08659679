import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Harness, startHarness, type Workspace } from './harness/startHarness.ts'

let harness: Harness
let workspace: Workspace

beforeAll(async () => {
  harness = await startHarness()
})
beforeEach(async () => {
  workspace = await harness.createWorkspace()
})
afterAll(() => harness.close())

const names = async (query = '') => {
  const { body } = await workspace.api('GET', `/conversations${query}`)
  return body.data.map(({ contact }) => contact.name)
}
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString()

describe('the list', () => {
  test('has the latest activity first, and what never had any last', async () => {
    await workspace.seed(
      { contact: { name: 'old' }, messages: [{ text: 'x', at: at(1) }] },
      { contact: { name: 'silent' } },
      { contact: { name: 'new' }, messages: [{ text: 'x', at: at(9) }] },
      { contact: { name: 'middle' }, messages: [{ text: 'x', at: at(5) }] },
    )
    expect(await names()).toEqual(['new', 'middle', 'old', 'silent'])
  })

  test('is read page by page', async () => {
    await workspace.seed(
      ...Array.from({ length: 5 }, (_, index) => ({
        contact: { name: `c${index}` },
        messages: [{ text: 'x', at: at(index) }],
      })),
    )
    const { body } = await workspace.api('GET', '/conversations?limit=2&offset=2')
    expect(body.data.map(({ contact }) => contact.name)).toEqual(['c2', 'c1'])
    expect(body.pagination).toEqual({ has_more: true, limit: 2 })
    expect((await workspace.api('GET', '/conversations?limit=2&offset=4')).body.pagination.has_more).toBe(false)
  })

  test('is filtered by everything an agent asks for', async () => {
    const [first] = await workspace.seed(
      { contact: { name: 'a' }, phoneNumberId: `${workspace.id}-a`, unreadCount: 2, assigneeId: 'ana' },
      { contact: { name: 'b' }, stageId: 'won', status: 'resolved' },
      { contact: { name: 'c' }, stageId: 'lost', priority: 'urgent' },
    )
    const sorted = async (query: string) => (await names(query)).map(String).toSorted()
    expect(await sorted(`?whatsapp_number_id=${first?.whatsappNumberId}`)).toEqual(['a'])
    expect(await sorted('?stage_id=won')).toEqual(['b'])
    expect(await sorted('?stage_id=null')).toEqual(['a'])
    expect(await sorted('?unread_only=true')).toEqual(['a'])
    expect(await sorted('?unread_only=false')).toEqual(['a', 'b', 'c'])
    expect(await sorted('?status=open')).toEqual(['a', 'c'])
    expect(await sorted('?assignee_id=ana')).toEqual(['a'])
    expect(await sorted('?assignee_id=null')).toEqual(['b', 'c'])
    expect(await sorted('?priority=urgent')).toEqual(['c'])
    expect(await sorted('?status=open&stage_id=lost')).toEqual(['c'])
    expect(await sorted("?stage_id=won'%20or%20true--")).toEqual([])
  })

  test('tells every column of the base and of the CRM', async () => {
    const seeded = await workspace.seedOne({
      contact: { phone: '5511988887777', name: 'Maria', avatarUrl: 'https://example.com/m.png' },
      labels: ['vip', 'with "quotes", {braces} and commas'],
      messages: [{ text: 'Oi', at: at(3) }],
    })
    const { body } = await workspace.api('GET', '/conversations')
    expect(body.data).toEqual([
      {
        id: seeded.id,
        workspace_id: workspace.id,
        contact_id: seeded.contactId,
        whatsapp_number_id: seeded.whatsappNumberId,
        remote_jid: '5511988887777@s.whatsapp.net',
        is_group: false,
        pipeline_id: null,
        stage_id: null,
        last_message_at: at(3),
        unread_count: 0,
        is_typing: false,
        created_at: at(3),
        updated_at: expect.stringMatching(/\.\d{3}Z$/),
        contact: {
          id: seeded.contactId,
          name: 'Maria',
          phone: '5511988887777',
          avatar_url: 'https://example.com/m.png',
        },
        channel: 'whatsapp',
        last_message_preview: 'Oi',
        last_inbound_at: at(3),
        status: 'open',
        assignee_id: null,
        labels: ['vip', 'with "quotes", {braces} and commas'],
        priority: null,
        snoozed_until: null,
      },
    ])
    expect((await workspace.api('GET', `/conversations/${seeded.id}`)).body).toEqual(body.data[0])
  })

  test.each([
    'limit=0',
    'limit=x',
    'offset=-1',
    'offset=1e3',
    'offset=99999999999999',
    'whatsapp_number_id=abc',
    'unread_only=maybe',
    'status=closed',
    'priority=highest',
    'updated_since=now',
    'updated_since=0000-01-01T00:00:00Z',
    'updated_since=9999-12-31T23:59:59-14:00',
  ])('refuses %s and names the field', async (query) => {
    const { status, body } = await workspace.api('GET', `/conversations?${query}`)
    expect([status, body.code, body.details.field]).toEqual([400, 'INVALID_PAYLOAD', query.split('=')[0]])
  })

  test.each([
    ['limit=x', 'expected a whole number'],
    ['limit=500', 'expected 200 or less'],
    ['stage_id=', 'expected one that is not empty'],
    ['status=closed', 'expected ("open" | "pending" | "snoozed" | "resolved")'],
  ])('says in words what %s should be', async (query, words) => {
    const { body } = await workspace.api('GET', `/conversations?${query}`)
    expect(body.message).toContain(words)
  })
})

describe('a conversation', () => {
  test('moves to a stage, and out of every stage', async () => {
    const { id } = await workspace.seedOne()
    const move = (body: object) => workspace.api('PATCH', `/conversations/${id}/stage`, { body })
    expect((await move({ stage_id: 'won', pipeline_id: 'sales' })).body).toMatchObject({
      stage_id: 'won',
      pipeline_id: 'sales',
    })
    expect((await move({ stage_id: null })).body).toMatchObject({ stage_id: null, pipeline_id: 'sales' })
    expect((await move({})).body.details.field).toBe('stage_id')
    expect((await move({ stage_id: 5 })).body.details.field).toBe('stage_id')
  })

  test('is read, which leaves everything else as it was', async () => {
    const { id } = await workspace.seedOne({ unreadCount: 3, messages: [{ text: 'Oi', at: at(1) }] })
    const { status, body } = await workspace.api('POST', `/conversations/${id}/read`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ unread_count: 0, last_message_at: at(1) })
  })

  test('read twice has changed once', async () => {
    const { id } = await workspace.seedOne({ unreadCount: 3 })
    const first = await workspace.api('POST', `/conversations/${id}/read`)
    const second = await workspace.api('POST', `/conversations/${id}/read`)
    expect(second.body.updated_at).toBe(first.body.updated_at)
  })

  test('takes any part of what an agent may change', async () => {
    const { id } = await workspace.seedOne()
    const patch = (body: object) => workspace.api('PATCH', `/conversations/${id}`, { body })
    const all = {
      status: 'snoozed',
      stage_id: 's',
      pipeline_id: 'p',
      assignee_id: 'bruno',
      labels: ['a', 'b'],
      priority: 'high',
      snoozed_until: '2026-12-31T09:00:00.000Z',
    }
    expect((await patch(all)).body).toMatchObject(all)
    const { body } = await patch({ assignee_id: null, labels: [] })
    expect(body).toMatchObject({ ...all, assignee_id: null, labels: [] })
    expect((await patch({})).status).toBe(200)
  })

  test.each([
    ['status', { status: 'closed' }],
    ['status', { status: null }],
    ['labels', { labels: 'vip' }],
    ['labels.0', { labels: [1] }],
    ['priority', { priority: 'highest' }],
    ['assignee_id', { assignee_id: 7 }],
    ['snoozed_until', { snoozed_until: 'tomorrow' }],
    ['unread_count', { unread_count: 0 }],
    ['workspace_id', { workspace_id: 'mine' }],
  ])('refuses a bad %s, and changes nothing', async (field, change) => {
    const { id } = await workspace.seedOne()
    const before = await workspace.api('GET', `/conversations/${id}`)
    const body = { assignee_id: 'ana', ...change }
    const answer = await workspace.api('PATCH', `/conversations/${id}`, { body })
    expect([answer.status, answer.body.code, answer.body.details.field]).toEqual([400, 'INVALID_PAYLOAD', field])
    expect((await workspace.api('GET', `/conversations/${id}`)).body).toEqual(before.body)
  })

  test('of another workspace does not exist', async () => {
    const other = await harness.createWorkspace()
    const theirs = await other.seedOne({ unreadCount: 1 })
    const calls: readonly [string, (id: string) => string, object | undefined][] = [
      ['GET', (id) => `/conversations/${id}`, undefined],
      ['PATCH', (id) => `/conversations/${id}`, { status: 'resolved' }],
      ['PATCH', (id) => `/conversations/${id}/stage`, { stage_id: 'x' }],
      ['POST', (id) => `/conversations/${id}/read`, undefined],
    ]
    for (const [method, toPath, body] of calls) {
      const foreign = await workspace.api(method, toPath(theirs.id), { body })
      expect([foreign.status, foreign.body.code]).toEqual([404, 'NOT_FOUND'])
      expect((await workspace.api(method, toPath(randomUUID()), { body })).body).toEqual(foreign.body)
      expect((await workspace.api(method, toPath('nonsense'), { body })).body).toEqual(foreign.body)
    }
    expect(await names()).toEqual([])
    expect((await other.api('GET', `/conversations/${theirs.id}`)).body).toMatchObject({ unread_count: 1 })
  })

  test('cannot be tied to another workspace’s contact, whoever writes it', async () => {
    const other = await harness.createWorkspace()
    const theirs = await other.seedOne()
    const sql = 'insert into conversations (workspace_id, contact_id) values ($1, $2)'
    await expect(harness.engine.database.query(sql, [workspace.id, theirs.contactId])).rejects.toMatchObject({
      code: '23503',
    })
  })
})
