import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConversationError } from '../../src/domain/errors.ts'
import { createEngine } from '../../src/engine/createEngine.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { DatabaseError } from '../../src/engine/database/database.ts'
import { migrate } from '../../src/engine/database/migrate.ts'
import { selectConversations } from '../../src/engine/store/storedConversation.ts'
import { selectMessages } from '../../src/engine/store/storedMessage.ts'
import { type Harness, startHarness } from './harness/startHarness.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

describe('the database', () => {
  test('is up to date after one start, and another start changes nothing', async () => {
    const { database } = harness.engine
    const before = await database.query('select * from engine_migrations order by name')
    expect(before.length).toBeGreaterThan(0)
    await migrate(database)
    expect(await database.query('select * from engine_migrations order by name')).toEqual(before)
  })

  test('says what failed without what was written', async () => {
    const secret = 'Meu CPF é 123.456.789-09'
    const query = harness.engine.database.query('select $1::text from nowhere', [secret])
    const error = await query.then(
      () => null,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(DatabaseError)
    expect(error).toMatchObject({ code: '42P01' })
    expect(JSON.stringify({ ...(error as object), message: (error as Error).message })).not.toContain('CPF')
  })

  test('reads back what it was given, of every kind', async () => {
    const [row] = await harness.engine.database.query(
      `select $1::text as text, $2::text[] as list, $3::jsonb as document, $4::bytea as bytes, $5::timestamptz as time,
         $6::bigint as big, $7::boolean as yes, $8::jsonb as rows`,
      [
        'ação 👏',
        ['a,b', 'c"d', 'NULL', ''],
        { nested: ['x\u0000y'] },
        new Uint8Array([0, 1, 255]),
        '2026-01-01T00:00:00+02:00',
        5_000_000_000,
        true,
        [{ a: 1 }],
      ],
    )
    expect(row).toEqual({
      text: 'ação 👏',
      list: ['a,b', 'c"d', 'NULL', ''],
      document: { nested: ['x\uFFFDy'] },
      bytes: new Uint8Array([0, 1, 255]),
      time: '2025-12-31T22:00:00.000Z',
      big: 5_000_000_000,
      yes: true,
      rows: [{ a: 1 }],
    })
  })

  test('reads a page and not a history, though nobody has ever taken statistics', async () => {
    const { database } = harness.engine
    const messages = Array.from({ length: 2000 }, (_, index) => ({ text: `m${index}` }))
    const { id, workspace_id: workspaceId } = await seedIn(messages)
    const ofConversation = `m.conversation_id = '${id}'`
    const ofWorkspace = `c.workspace_id = '${workspaceId}'`
    const questions: readonly [string, string][] = [
      [
        'messages_by_time',
        selectMessages({ where: ofConversation, order: 'm.created_at desc, m.id desc', limit: '50' }),
      ],
      [
        'messages_by_change',
        selectMessages({
          where: `${ofConversation} and m.updated_at >= now()`,
          order: 'm.updated_at, m.id',
          limit: '50',
        }),
      ],
      [
        'conversations_by_activity',
        selectConversations({ where: ofWorkspace, order: 'c.last_message_at desc nulls last, c.id', limit: '50' }),
      ],
      [
        'conversations_by_change',
        selectConversations({
          where: `${ofWorkspace} and c.updated_at >= now()`,
          order: 'c.updated_at, c.id',
          limit: '50',
        }),
      ],
      ['messages_by_receipt', `select * from messages where workspace_id = 'x' and external_id = 'y'`],
      ['messages_on_their_way', `select * from messages where is_outgoing and status = 'pending'`],
    ]
    for (const [index, question] of questions) {
      const plan = JSON.stringify(await database.query(`explain ${question}`))
      expect(plan).toContain(index)
      expect(plan).not.toMatch(/Seq Scan|Sort|Hash/)
    }
  })

  const seedIn = async (messages: readonly { text: string }[]) => {
    const workspace = await harness.createWorkspace()
    return { ...(await workspace.seedOne({ messages })), workspace_id: workspace.id }
  }
})

describe('an option that makes no sense is refused by name', () => {
  test.each([
    ['capabilities', { capabilities: ['flying'] as never }],
    ['jwtSecret', { jwtSecret: '' }],
    ['dataDir', { dataDir: '' }],
    ['tokenLifetimeSeconds', { tokenLifetimeSeconds: Number.NaN }],
    ['provider.sentMs', { provider: { sentMs: -1 } }],
    ['customer.delayMs', { customer: { delayMs: Infinity } }],
    ['supabase.changeDelayMs', { supabase: { changeDelayMs: -1 } }],
    ['quirks.joinDelayMs', { quirks: { joinDelayMs: -5 } }],
  ])('%s', async (field, options) => {
    const error = await createEngine(options).then(
      () => null,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(ConversationError)
    expect(error).toMatchObject({ code: 'invalid_option', field })
  })
})

test('every engine in memory begins with nothing, however many there were', async () => {
  const count = async ({ database }: Engine) => (await database.query('select * from contacts')).length
  const engines: Engine[] = []
  for (let index = 0; index < 3; index += 1) {
    const engine = await createEngine()
    engines.push(engine)
    expect(await count(engine)).toBe(0)
    await engine.seed('demo', [{ messages: [{ text: 'mine' }] }])
  }
  expect(await Promise.all(engines.map(count))).toEqual([1, 1, 1])
  await Promise.all(engines.map((engine) => engine.close()))
})

test('an engine that is closed does not listen again', async () => {
  const engine = await createEngine()
  await engine.close()
  await expect(engine.listen()).rejects.toMatchObject({ code: 'invalid_option' })
})

test('an engine leaves the exit code of its process alone: a test run that failed has failed', async () => {
  const before = process.exitCode
  try {
    process.exitCode = 1
    const engine = await createEngine()
    expect(process.exitCode).toBe(1)
    await engine.close()
    expect(process.exitCode).toBe(1)
  } finally {
    process.exitCode = before
  }
})
