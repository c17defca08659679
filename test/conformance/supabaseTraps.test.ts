import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { supabaseBackend } from '../../src/backends/supabase/index.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { PollingOptions } from '../../src/connection/poller.ts'
import { createEngine, type Engine } from '../../src/engine/index.ts'

/** What only a database behind the wire can show; the wire's own traps are in test/transports. */
describe('the traps of Supabase, with a database behind', () => {
  let engine: Engine
  let url = ''
  let tenant = ''
  let count = 0
  beforeAll(async () => {
    const supabase = { joinErrorDelayMs: 100, upgradeErrorDelayMs: 100, changeDelayMs: 20 }
    engine = await createEngine({ provider: false, supabase })
    url = (await engine.listen()).url
  })
  afterAll(() => engine.close())
  beforeEach(() => {
    tenant = `traps-${(count += 1)}`
  })
  afterEach(() => engine.supabase?.faults.clear())
  const faults = () => {
    if (engine.supabase === null) throw new Error('the engine has no Supabase')
    return engine.supabase.faults
  }

  const seed = async (workspaceId: string, texts: readonly string[] = []) => {
    const [seeded] = await engine.seed(workspaceId, [{ messages: texts.map((text) => ({ text })) }])
    if (seeded === undefined) throw new Error('nothing was seeded')
    return seeded.id
  }
  const write = async (conversationId: string, body: string) => {
    const sql = `insert into messages (conversation_id, workspace_id, body, is_outgoing) values ($1, $2, $3, false) returning id`
    const [row] = await engine.database.query<{ readonly id: string }>(sql, [conversationId, tenant, body])
    return String(row?.id)
  }
  const query = (sql: string, parameters: readonly unknown[]) => engine.database.query(sql, [...parameters])

  const openThread = async (conversationId: string, polling: PollingOptions = {}) => {
    const client = createConversationClient({
      polling,
      backends: [
        supabaseBackend({
          url,
          anonKey: engine.supabase?.anonKey,
          workspaceId: tenant,
          tables: { preset: 'migrated' },
          getToken: () => engine.signToken({ workspaceId: tenant, userId: 'agent-1', userName: 'Carlos' }),
        }),
      ],
    })
    onTestFinished(client.mount())
    const thread = client.watchMessages(conversationId)
    onTestFinished(thread.close)
    const connected = () => expect.poll(() => client.connection.get().status).toBe('connected')
    await connected()
    await expect.poll(() => thread.get().isPending).toBe(false)
    return {
      client,
      connected,
      messages: () => thread.get().messages,
      texts: () => thread.get().messages.map(({ text }) => text),
    }
  }

  it('trap 1: what is written between joining and listening is not lost', async () => {
    const id = await seed(tenant, ['first'])
    faults().lateReady = 500
    const opening = openThread(id)
    for (let number = 0; number < 20; number += 1) {
      await write(id, `early ${number}`)
      await new Promise((resolve) => setTimeout(resolve, 40))
    }
    const { texts } = await opening
    await expect.poll(() => texts().length).toBe(21)
  })

  it('trap 4: a token that expires silently costs no message', async () => {
    const id = await seed(tenant)
    const { texts, connected } = await openThread(id)
    for (let number = 0; number < 12; number += 1) {
      if (number % 4 === 2) faults().expireTokens()
      await write(id, `message ${number}`)
    }
    await connected()
    await expect.poll(() => texts().length).toBe(12)
  })

  it('trap 13: what happened while the line was down is fetched, deletions and edits included', async () => {
    const id = await seed(tenant)
    const [edited, deleted] = [await write(id, 'before'), await write(id, 'unwise')]
    const { texts, messages } = await openThread(id)
    faults().refuseUpgrade = 503
    faults().dropSockets()
    await query('update messages set body = $2, edited_at = now() where id = $1', [edited, 'after'])
    await query('update messages set deleted_at = now() where id = $1', [deleted])
    await write(id, 'missed')
    faults().refuseUpgrade = null
    await expect.poll(texts).toEqual(['after', 'unwise', 'missed'])
    await expect.poll(() => messages()[1]?.deletedAt).not.toBeNull()
  })

  it('trap 14: rows that are gone are shown as deleted, and strangers’ deletions change nothing', async () => {
    const id = await seed(tenant)
    const [kept, gone] = [await write(id, 'kept'), await write(id, 'gone')]
    await query('alter table messages replica identity full', [])
    const { messages } = await openThread(id)
    const foreign = await seed(`foreign-${tenant}`, ['not yours'])
    await query('delete from messages where conversation_id = $1', [foreign])
    await query('delete from messages where id = $1', [gone])
    await expect
      .poll(() => messages().map((message) => [message.id, message.deletedAt === null]))
      .toEqual([
        [kept, true],
        [gone, false],
      ])
  })

  it.each([413, 401] as const)('trap 16: a record that is cut down (%i) is fetched whole', async (error) => {
    const id = await seed(tenant, ['first'])
    const { texts } = await openThread(id)
    faults().recordError = error
    await write(id, 'whole')
    await expect.poll(texts).toEqual(['first', 'whole'])
  })

  it('trap 17, 24: changes that are lost silently on a line that looks healthy are found by the safety poll', async () => {
    const id = await seed(tenant)
    const { texts, client } = await openThread(id, { safetyMs: 200 })
    const statuses: string[] = []
    client.connection.subscribe(() => statuses.push(client.connection.get().status))
    faults().silentLoss = true
    const edited = await write(id, 'dropped')
    await expect.poll(texts).toEqual(['dropped'])
    await query('update messages set body = $2, edited_at = now() where id = $1', [edited, 'edited unseen'])
    await expect.poll(texts).toEqual(['edited unseen'])
    expect(statuses).toEqual([])
  })

  it('trap 19: a policy never raises, whatever a token claims: one that does stops delivery for everybody', async () => {
    for (const claim of [null, 5, true, [], {}, { id: 1 }, 'a'.repeat(10_000), "'; --"]) {
      for (const claims of [{ workspaceId: claim }, { workspace_id: claim }, { app_metadata: claim }, claim]) {
        const sql = `select set_config('request.jwt.claims', $1, true), current_workspace_id() as id`
        await expect(query(sql, [JSON.stringify(claims)])).resolves.toHaveLength(1)
      }
    }
  })

  it('trap 23: what is written, changed and gone between two polls leaves nothing on screen', async () => {
    const id = await seed(tenant, ['first'])
    const { texts, messages } = await openThread(id)
    await engine.database.transaction(async (tx) => {
      const sql =
        'insert into messages (conversation_id, workspace_id, body, is_outgoing) values ($1, $2, $3, false) returning id'
      const [row] = await tx.query<{ readonly id: string }>(sql, [id, tenant, 'brief'])
      await tx.query('update messages set body = $2 where id = $1', [row?.id, 'briefer'])
      await tx.query('delete from messages where id = $1', [row?.id])
    })
    await write(id, 'last')
    await expect.poll(texts).toEqual(['first', 'last'])
    expect(messages().every(({ deletedAt }) => deletedAt === null)).toBe(true)
  })

  it('trap 23: another workspace’s rows never arrive, live or fetched', async () => {
    const id = await seed(tenant, ['mine'])
    const foreign = await seed(`foreign-${tenant}`, ['theirs'])
    const { client, texts } = await openThread(id)
    const other = client.watchMessages(foreign)
    onTestFinished(other.close)
    await expect.poll(() => other.get().error?.code).toBe('not_found')
    await query('insert into messages (conversation_id, workspace_id, body, is_outgoing) values ($1, $2, $3, false)', [
      foreign,
      `foreign-${tenant}`,
      'secret',
    ])
    await write(id, 'after it')
    await expect.poll(texts).toEqual(['mine', 'after it'])
    expect(other.get().messages).toEqual([])
  })
})
