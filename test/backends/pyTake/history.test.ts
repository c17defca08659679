import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHistory } from '../../../src/backends/pyTake/history.ts'

const conversationId = 'c'
const toRow = (number: number, changes: object = {}) => ({
  id: `m${String(number).padStart(6, '0')}`,
  conversation_id: conversationId,
  direction: 'inbound',
  sender_type: 'contact',
  message_type: 'text',
  content: { text: `${number}` },
  status: 'received',
  created_at: new Date(Date.UTC(2026, 0, 1) + number * 1_000).toISOString(),
  ...changes,
})

/** A server that counts from the oldest and gives at most `most` rows, however many are asked for. */
const open = (length: number, most = 100) => {
  const rows = Array.from({ length }, (_, number) => toRow(number))
  const asked: number[] = []
  const history = createHistory(async ({ skip, limit }) => {
    asked.push(limit)
    return rows.slice(skip, skip + Math.min(limit, most))
  })
  const list = (cursor: string | null = null, limit = 50) => history.listMessages({ conversationId, cursor, limit })
  const readAll = async () => {
    const ids: string[] = []
    for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
      const page = await list(cursor)
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    return ids
  }
  return { rows, asked, list, readAll, toCursor: history.toCursor }
}

describe('history from a server that counts from the oldest', () => {
  it.each([0, 1, 49, 50, 51, 99, 100, 101, 150, 200, 201, 1_000, 1_234, 10_000])(
    'of %i messages: the newest page first, then every other, each message once',
    async (length) => {
      const { rows, list, readAll } = open(length)
      const newest = await list()
      expect(newest.items.map(({ id }) => id)).toEqual(
        rows
          .slice(-50)
          .map(({ id }) => id)
          .toReversed(),
      )
      expect(newest.nextCursor === null).toBe(length <= 50)
      expect(await readAll()).toEqual(rows.map(({ id }) => id).toReversed())
    },
  )

  it('costs one request where it is short, few the first time where it is long, and one ever after', async () => {
    const requests = async (length: number) => {
      const { asked, list, rows } = open(length)
      await list()
      const first = asked.length
      rows.push(toRow(length), toRow(length + 1))
      const { items } = await list()
      expect(items[0]?.id).toBe(toRow(length + 1).id)
      return [first, asked.length - first]
    }
    expect(await requests(40)).toEqual([2, 1])
    expect(await requests(73)).toEqual([1, 1])
    const [first, again] = await requests(10_003)
    expect(first).toBeLessThanOrEqual(17)
    expect(again).toBe(1)
  })

  it('of a server that gives fewer than it is asked for: its short page is not the end', async () => {
    for (const most of [20, 50]) {
      const { rows, readAll } = open(517, most)
      expect(await readAll()).toEqual(rows.map(({ id }) => id).toReversed())
    }
  })

  it('of a page that grew while it was looked behind: what was short then is not as much as it ever gives', async () => {
    const rows = Array.from({ length: 5 }, (_, number) => toRow(number))
    const history = createHistory(async ({ skip, limit }) => {
      const answer = rows.slice(skip, skip + limit)
      if (rows.length === 5) rows.push(toRow(5))
      return answer
    })
    const list = () => history.listMessages({ conversationId, cursor: null, limit: 50 })
    expect((await list()).items).toHaveLength(6)
    for (let number = 6; number < 300; number += 1) rows.push(toRow(number))
    expect((await list()).items).toHaveLength(50)
  })

  it('stays whole while messages are written, deleted, and written late with an earlier time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 60, max: 400 }),
        fc.array(
          fc.record({
            kind: fc.constantFrom('append', 'delete', 'late'),
            at: fc.double({ min: 0, max: 0.999, noNaN: true }),
            count: fc.integer({ min: 1, max: 40 }),
          }),
          { maxLength: 6 },
        ),
        async (length, faults) => {
          const { rows, list } = open(length)
          const untouched = new Set(rows.map(({ id }) => id))
          const seen = new Set<string>()
          let late = 0
          let cursor: string | null = null
          for (let pages = 0; pages === 0 || cursor !== null; pages += 1) {
            const page = await list(cursor)
            for (const { id } of page.items) seen.add(id)
            cursor = page.nextCursor
            const fault = faults[pages]
            if (fault === undefined) continue
            if (fault.kind === 'append') rows.push(toRow(10_000 + pages))
            const at = Math.floor(fault.at * rows.length)
            if (fault.kind === 'delete') for (const { id } of rows.splice(at, fault.count)) untouched.delete(id)
            if (fault.kind === 'late') {
              const { created_at } = rows[at] ?? toRow(0)
              const added = Array.from({ length: fault.count }, () =>
                toRow(0, { id: `late${(late += 1)}`, created_at }),
              )
              rows.splice(at, 0, ...added)
            }
          }
          for (const id of untouched) expect(seen).toContain(id)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('goes on behind a message that came by another way', async () => {
    const { rows, list, toCursor } = open(1_000)
    for (const position of [1, 49, 333, 998]) {
      const { id, created_at } = rows[position] ?? toRow(0)
      const { items } = await list(toCursor({ id, createdAt: created_at }))
      const expected = rows.slice(Math.max(0, position - 50), position).map((row) => row.id)
      expect(items.map((message) => message.id)).toEqual(expected.toReversed())
    }
  })

  it('shows a message without any time where the server put it, and says what it could not read', async () => {
    const { rows, list } = open(5)
    rows[2] = toRow(2, { created_at: null })
    rows[3] = toRow(3, { id: 7 })
    const page = await list()
    expect(page.items.map(({ id, createdAt }) => [id, createdAt])).toEqual([
      ['m000004', '2026-01-01T00:00:04.000Z'],
      ['m000002', '2026-01-01T00:00:01.001Z'],
      ['m000001', '2026-01-01T00:00:01.000Z'],
      ['m000000', '2026-01-01T00:00:00.000Z'],
    ])
    expect(page.rejected).toBe(1)
  })

  it('refuses a cursor that is none of its own', async () => {
    await expect(open(5).list('m000003')).rejects.toMatchObject({ code: 'invalid_payload', field: 'cursor' })
  })
})
