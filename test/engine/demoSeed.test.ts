import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedDemo } from '../../src/engine/demoSeed.ts'
import { createDemoConversations } from '../../src/engine/seed/demoConversations.ts'
import { createApi, type Api } from './harness/createApi.ts'
import { type Harness, startHarness } from './harness/startHarness.ts'

let harness: Harness
let api: Api

beforeAll(async () => {
  harness = await startHarness()
  const token = await harness.engine.signToken({ workspaceId: 'demo', userId: 'ana' })
  api = createApi(`${harness.url}/api/chat`, token)
})
afterAll(() => harness.close())

test('the demo is there in less than two seconds, and only in an empty database', async () => {
  const start = performance.now()
  const seeded = await seedDemo(harness.engine)
  expect(performance.now() - start).toBeLessThan(2_000)
  expect(seeded.length).toBeGreaterThanOrEqual(12)
  expect(await seedDemo(harness.engine)).toEqual([])
})

test('the demo is a CRM’s daily life', async () => {
  const { body } = await api('GET', '/conversations?limit=200')
  const rows = body.data as unknown as readonly {
    id: string
    contact: { name: string | null; phone: string }
    status: string
    labels: string[]
    assignee_id: string | null
    unread_count: number
    last_message_at: string
  }[]
  expect(rows.some(({ contact }) => contact.name === null)).toBe(true)
  expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['open', 'pending', 'snoozed', 'resolved']))
  expect(rows.some(({ assignee_id }) => assignee_id === null)).toBe(true)
  expect(rows.filter(({ unread_count }) => unread_count > 0).length).toBeGreaterThan(2)
  expect(rows.every(({ last_message_at }) => Date.parse(last_message_at) < Date.now())).toBe(true)
  const lengths = await Promise.all(
    rows.map(async ({ id }) => (await api('GET', `/messages?conversation_id=${id}&limit=200`)).body.data.length),
  )
  expect(Math.max(...lengths)).toBe(120)
  const unreachable = rows.find(({ contact }) => contact.phone.endsWith('0000'))
  const { body: failed } = await api('GET', `/messages?conversation_id=${unreachable?.id}`)
  expect(failed.data.some(({ status }) => status === 'failed')).toBe(true)
})

test('the demo is the same every time, but for the times', () => {
  const build = (now: string) => createDemoConversations('demo', 'test-phone-id', new Date(now))
  const strip = (now: string) => JSON.stringify(build(now)).replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '""')
  expect(strip('2026-01-01T00:00:00Z')).toBe(strip('2027-07-07T07:07:07Z'))
  expect(build('2026-01-01T00:00:00Z')).toEqual(build('2026-01-01T00:00:00Z'))
  const ids = build('2026-01-01T00:00:00Z').flatMap(({ id, messages = [] }) => [id, ...messages.map((m) => m.id)])
  expect(new Set(ids).size).toBe(ids.length)
})

test('a WhatsApp number never changes hands', async () => {
  await harness.engine.seed('first', [{ phoneNumberId: 'shared' }])
  await expect(harness.engine.seed('second', [{ phoneNumberId: 'shared' }])).rejects.toMatchObject({
    code: 'invalid_option',
    field: 'phoneNumberId',
  })
})
