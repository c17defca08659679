import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Harness, startHarness, type Workspace } from './harness/startHarness.ts'
import type { AnswerBody, Row } from './harness/wire.ts'

let harness: Harness
let workspace: Workspace

beforeAll(async () => {
  harness = await startHarness()
})
beforeEach(async () => {
  workspace = await harness.createWorkspace()
})
afterAll(() => harness.close())

const LONG_AGO = '2020-01-01T00:00:00Z'
const sql = (text: string, parameters: readonly unknown[]) => harness.engine.database.query(text, parameters)

/** Asks page by page, as a client does that comes back. */
async function readAll(path: string): Promise<{ rows: Row[]; first: AnswerBody }> {
  let { body } = await workspace.api('GET', path)
  const first = body
  const rows = [...body.data]
  for (let page = 0; body.next_cursor !== null && page < 100; page += 1) {
    ;({ body } = await workspace.api('GET', `${path}&cursor=${encodeURIComponent(body.next_cursor)}`))
    rows.push(...body.data)
  }
  return { rows, first }
}
const changesOf = (id: string, since = LONG_AGO, limit = 50) =>
  readAll(`/messages?conversation_id=${id}&updated_since=${since}&limit=${limit}`)

describe('what changed in a conversation', () => {
  test('is told oldest change first: new messages, edits, receipts, deletions', async () => {
    const { id, messageIds } = await workspace.seedOne({
      messages: ['a', 'b', 'c', 'd'].map((text) => ({ text, from: 'agent', status: 'sent' })),
    })
    const { server_time: since } = (await changesOf(id)).first
    const [a, b, , d] = messageIds
    await sql(`update messages set deleted_at = clock_timestamp() where id = $1`, [d])
    await sql(`update messages set body = 'B', edited_at = clock_timestamp() where id = $1`, [b])
    await sql(`update messages set status = 'read' where id = $1`, [a])
    await sql(
      `insert into messages (conversation_id, workspace_id, is_outgoing, body, status) values ($1, $2, false, 'e', 'delivered')`,
      [id, workspace.id],
    )
    const { rows } = await changesOf(id, since)
    expect(rows.map(({ id: row, body, status, deleted_at }) => [row, body, status, deleted_at !== null])).toEqual([
      [d, 'd', 'sent', true],
      [b, 'B', 'sent', false],
      [a, 'a', 'read', false],
      [expect.any(String), 'e', 'delivered', false],
    ])
  })

  test('misses nothing and repeats nothing where hundreds share one time', async () => {
    const messages = Array.from({ length: 310 }, (_, index) => ({ text: `m${index}` }))
    const { id, messageIds } = await workspace.seedOne({ messages })
    await sql('alter table messages disable trigger before_message_update', [])
    await sql(`update messages set updated_at = '2026-05-05T05:05:05.005Z' where conversation_id = $1`, [id])
    await sql('alter table messages enable trigger before_message_update', [])
    const { rows } = await changesOf(id, '2026-05-05T05:05:05.005Z', 7)
    expect(rows.map(({ id: row }) => row)).toEqual(messageIds.toSorted())
    expect(new Set(rows.map(({ updated_at }) => updated_at))).toEqual(new Set(['2026-05-05T05:05:05.005Z']))
  })

  test('includes what changed in the very millisecond that is asked for', async () => {
    const { id } = await workspace.seedOne({ messages: [{ text: 'x' }] })
    const [row] = (await changesOf(id)).rows
    expect((await changesOf(id, row?.updated_at)).rows).toHaveLength(1)
    const after = new Date(Date.parse(row?.updated_at ?? '') + 1).toISOString()
    expect((await changesOf(id, after)).rows).toHaveLength(0)
  })

  test('is complete from the time an answer names, however the write and the answer cross', async () => {
    const { id } = await workspace.seedOne()
    let since = (await changesOf(id)).first.server_time
    const seen = new Set<string>()
    const write = async (text: string) => {
      const body = { conversationId: id, type: 'text', content: text }
      await workspace.api('POST', '/messages', { body })
    }
    const texts = Array.from({ length: 20 }, (_, index) => `m${index}`)
    for (const text of texts) {
      const [{ rows, first }] = await Promise.all([changesOf(id, since), write(text)])
      for (const row of rows) seen.add(String(row.body))
      since = first.server_time
    }
    for (const row of (await changesOf(id, since)).rows) seen.add(String(row.body))
    expect([...seen].toSorted()).toEqual(texts.toSorted())
  })

  test('is not told of another conversation', async () => {
    const [one, two] = await workspace.seed({ messages: [{ text: '1' }] }, { messages: [{ text: '2' }] })
    expect((await changesOf(one?.id ?? '')).rows.map(({ body }) => body)).toEqual(['1'])
    expect((await changesOf(two?.id ?? '')).rows.map(({ body }) => body)).toEqual(['2'])
  })
})

describe('which conversations changed', () => {
  const changed = (since: string, limit = 50) => readAll(`/conversations?updated_since=${since}&limit=${limit}`)

  test('is told oldest change first, of this workspace only', async () => {
    const seeded = await workspace.seed({}, {}, {})
    const other = await harness.createWorkspace()
    const { server_time: since } = (await changed(LONG_AGO)).first
    await other.seedOne()
    const [a, b] = seeded
    await workspace.api('PATCH', `/conversations/${b?.id}/stage`, { body: { stage_id: 'won' } })
    await workspace.api('POST', '/messages', { body: { conversationId: a?.id, type: 'text', content: 'x' } })
    expect((await changed(since)).rows.map(({ id }) => id)).toEqual([b?.id, a?.id])
  })

  test('is read page by page without a gap', async () => {
    const seeded = await workspace.seed(...Array.from({ length: 23 }, () => ({ messages: [{ text: 'x' }] })))
    const { rows } = await changed(LONG_AGO, 5)
    expect(rows.map(({ id }) => id).toSorted()).toEqual(seeded.map(({ id }) => id).toSorted())
  })

  test('includes one whose contact got a name', async () => {
    const { id, contactId } = await workspace.seedOne()
    const { server_time: since } = (await changed(LONG_AGO)).first
    await sql(`update contacts set name = 'Maria' where id = $1`, [contactId])
    const { rows } = await changed(since)
    expect(rows.map((row) => [row.id, row.contact.name])).toEqual([[id, 'Maria']])
  })
})

describe('the time of a change', () => {
  test('grows with every change of a row, also within a millisecond', async () => {
    const { id, messageIds } = await workspace.seedOne({ messages: [{ text: 'x' }] })
    const [message] = messageIds
    const times: string[] = []
    for (let count = 0; count < 30; count += 1) {
      const [row] = await harness.engine.database.query<{ updated_at: string }>(
        'update messages set body = $2 where id = $1 returning updated_at',
        [message, `x${count}`],
      )
      times.push(row?.updated_at ?? '')
    }
    expect(new Set(times).size).toBe(30)
    expect(times).toEqual(times.toSorted())
    expect((await changesOf(id)).rows[0]?.updated_at).toBe(times.at(-1))
  })

  test('grows by a millisecond at least, also in a transaction that is faster', async () => {
    const { messageIds } = await workspace.seedOne({ messages: [{ text: '0' }] })
    const read = async () => {
      const [row] = await harness.engine.database.query<{ updated_at: string }>(
        'select updated_at from messages where id = $1',
        [messageIds[0]],
      )
      return Date.parse(row?.updated_at ?? '')
    }
    const before = await read()
    await harness.engine.database.runScript(`do $$ begin
      for n in 1..2000 loop update messages set body = n::text where id = '${messageIds[0]}'; end loop;
    end $$`)
    expect((await read()) - before).toBeGreaterThanOrEqual(2000)
  })

  test('has milliseconds, whatever a writer brings', async () => {
    const { id } = await workspace.seedOne()
    await sql(
      `insert into messages (conversation_id, workspace_id, is_outgoing, body, created_at, edited_at)
       values ($1, $2, true, 'x', '2026-01-01 00:00:00.123456+00', '2026-01-01 02:00:00.9999+02')`,
      [id, workspace.id],
    )
    const [row] = (await changesOf(id)).rows
    expect(row).toMatchObject({ created_at: '2026-01-01T00:00:00.123Z', edited_at: '2026-01-01T00:00:01.000Z' })
  })

  test('stays when a write changes nothing', async () => {
    const { id, messageIds } = await workspace.seedOne({ messages: [{ text: 'x' }] })
    const before = (await changesOf(id)).rows
    await sql(`update messages set body = 'x' where id = $1`, [messageIds[0]])
    expect((await changesOf(id)).rows).toEqual(before)
  })
})
