import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { chatEngine } from '../../src/backends/chatEngine/index.ts'
import { supabaseBackend } from '../../src/backends/supabase/index.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { compareMessages, isUnsent, type Message } from '../../src/domain/message.ts'
import { createEngine, type Engine } from '../../src/engine/index.ts'
import { startFaultProxy, type FaultProxy, type ProxyMode } from '../helpers/faultProxy.ts'

const FLAP_ROUNDS = Number(process.env['FLAP_ROUNDS'] ?? 2)

/** Time for whatever the client does by itself: fail back takes five healthy seconds, a poll at most thirty. */
const PATIENCE = { timeout: 40_000, interval: 50 }

describe('a line that fails between the client and a real engine', () => {
  let engine: Engine
  let line: FaultProxy
  /** The way to Supabase, which is another one. */
  let detour: FaultProxy
  let tenant = ''
  let count = 0
  let id = ''

  beforeAll(async () => {
    engine = await createEngine({ provider: false, supabase: { joinErrorDelayMs: 100, upgradeErrorDelayMs: 100 } })
    const { url } = await engine.listen()
    line = await startFaultProxy(url)
    detour = await startFaultProxy(url)
  })
  afterAll(async () => {
    await line.close()
    await detour.close()
    await engine.close()
  })
  beforeEach(async () => {
    line.setMode('up')
    detour.setMode('up')
    tenant = `failover-${(count += 1)}`
    const [seeded] = await engine.seed(tenant, [{ contact: { phone: `55119000000${10 + count}` }, messages: [] }])
    id = seeded?.id ?? ''
  })

  const insert = (text: string) =>
    engine.database.query(
      `insert into messages (conversation_id, workspace_id, is_outgoing, body) values ($1, $2, false, $3)`,
      [id, tenant, text],
    )
  const readAll = () =>
    engine.database.query<{ id: string; body: string; status: string; deleted: boolean }>(
      `select id, body, status, deleted_at is not null as deleted from messages
       where conversation_id = $1 order by created_at, id`,
      [id],
    )

  const open = async (ways: readonly ('socket' | 'supabase')[] = ['socket', 'supabase']) => {
    const getToken = () => engine.signToken({ workspaceId: tenant, userId: 'agent-1' })
    const anonKey = engine.supabase?.anonKey ?? ''
    const backends = {
      socket: chatEngine({ url: line.url, workspaceId: tenant, getToken }),
      supabase: supabaseBackend({
        url: detour.url,
        anonKey,
        workspaceId: tenant,
        getToken,
        tables: { preset: 'migrated' },
      }),
    }
    const client = createConversationClient({ backends: ways.map((way) => backends[way]) })
    onTestFinished(client.mount())
    const thread = client.watchMessages(id)
    onTestFinished(thread.close)
    const faults: string[] = []
    const check = (messages: readonly Message[]) => {
      const ids = messages.map((message) => message.id)
      if (new Set(ids).size !== ids.length) faults.push('a message twice')
      const sent = messages.filter((message) => !isUnsent(message))
      if (sent.some((message, index) => index > 0 && compareMessages(sent[index - 1] ?? message, message) > 0)) {
        faults.push('out of order')
      }
    }
    thread.subscribe(() => check(thread.get().messages))
    const switches: { readonly to: string | null; readonly at: number }[] = []
    client.connection.subscribe(() => {
      const { transport } = client.connection.get()
      if (transport !== (switches.at(-1)?.to ?? null)) switches.push({ to: transport, at: Date.now() })
    })
    await expect.poll(() => client.connection.get().status, PATIENCE).toBe('connected')
    await expect.poll(() => thread.get().isPending, PATIENCE).toBe(false)
    const transport = () => client.connection.get().transport
    return {
      client,
      thread,
      faults,
      switches,
      transport,
      texts: () => thread.get().messages.map(({ text }) => text),
      equalsDatabase: async () => {
        const rows = await readAll()
        await expect
          .poll(() => thread.get().messages.map((each) => [each.id, each.text, each.status, each.deletedAt !== null]), {
            ...PATIENCE,
          })
          .toEqual(rows.map((row) => [row.id, row.body, row.status, row.deleted]))
      },
    }
  }

  /** Adds, edits, deletes and moves statuses, fifty times a second, until it is told to stop. */
  const write = () => {
    let isOver = false
    let written = 0
    const running = (async () => {
      while (!isOver) {
        written += 1
        await insert(`line ${written}`)
        const pick = `(select id from messages where conversation_id = $1 order by created_at desc offset ${written % 7} limit 1)`
        if (written % 3 === 0) {
          await engine.database.query(
            `update messages set body = body || '!', edited_at = now() where id = ${pick} and deleted_at is null`,
            [id],
          )
        }
        if (written % 5 === 0)
          await engine.database.query(`update messages set deleted_at = now() where id = ${pick}`, [id])
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    })()
    return async () => {
      isOver = true
      await running
      return written
    }
  }

  it.each<readonly [string, (ms: number) => Promise<void>]>([
    ['is cut', async () => line.cut()],
    ['is refused', hold('refused')],
    ['is reset', hold('reset')],
    ['is half-open', hold('halfOpen')],
    ['is slow', hold('slow')],
  ])('%s: the list equals the database in the end, nothing twice, nothing out of order', async (_, fault) => {
    const { faults, equalsDatabase } = await open()
    const stop = write()
    await pause(500)
    await fault(6_000)
    line.setMode('up')
    await pause(1_000)
    expect(await stop()).toBeGreaterThan(20)
    await equalsDatabase()
    expect(faults).toEqual([])
  })

  it('goes to Supabase and comes back, and says so', async () => {
    const { transport, texts, switches, client } = await open()
    expect(transport()).toBe('socket')
    line.setMode('refused')
    await insert('meanwhile')
    await expect.poll(texts, PATIENCE).toEqual(['meanwhile'])
    await expect.poll(transport, PATIENCE).toBe('supabase')
    expect(client.connection.get().reason).not.toBeNull()
    await insert('over Supabase')
    await expect.poll(texts, PATIENCE).toEqual(['meanwhile', 'over Supabase'])
    const { settled } = client.sendMessage({ conversationId: id, text: 'answered over Supabase' })
    await settled
    line.setMode('up')
    await expect.poll(transport, PATIENCE).toBe('socket')
    await insert('over the socket')
    await expect.poll(() => texts().at(-1), PATIENCE).toBe('over the socket')
    expect(texts()).toEqual(['meanwhile', 'over Supabase', 'answered over Supabase', 'over the socket'])
    const [, , ...later] = switches
    for (const [index, each] of later.entries()) {
      const before = later[index - 1]
      if (before && before.to !== null && each.to !== null) expect(each.at - before.at).toBeGreaterThanOrEqual(4_900)
    }
  })

  it('does not follow a line that flaps, and loses nothing of what is written meanwhile', async () => {
    const { faults, switches, transport, equalsDatabase } = await open()
    const stop = write()
    // A minute of it is `FLAP_ROUNDS=10`.
    for (let round = 0; round < FLAP_ROUNDS; round += 1) {
      line.setMode('refused')
      await pause(3_000)
      line.setMode('up')
      await pause(3_000)
    }
    await stop()
    expect(switches.filter(({ to }) => to === 'socket')).toHaveLength(1)
    await equalsDatabase()
    await expect.poll(transport, PATIENCE).toBe('socket')
    expect(faults).toEqual([])
  }, 180_000)

  it('works on Supabase alone: list, messages, sending', async () => {
    const { client, transport, texts, equalsDatabase } = await open(['supabase'])
    expect(transport()).toBe('supabase')
    await insert('Bom dia')
    await expect.poll(texts, PATIENCE).toEqual(['Bom dia'])
    await client.sendMessage({ conversationId: id, text: 'Bom dia!' }).settled
    await equalsDatabase()
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    await expect.poll(() => inbox.get().conversations.map((each) => each.id), PATIENCE).toEqual([id])
  })

  it('with everything down it is offline, keeps what is typed, and recovers untouched', async () => {
    const { client, texts, equalsDatabase } = await open()
    line.setMode('refused')
    detour.setMode('refused')
    await expect.poll(() => client.connection.get().status, PATIENCE).toBe('offline')
    const { settled } = client.sendMessage({ conversationId: id, text: 'typed offline' })
    expect(texts()).toEqual(['typed offline'])
    line.setMode('up')
    detour.setMode('up')
    await settled
    await expect.poll(() => client.connection.get().status, PATIENCE).toBe('connected')
    await equalsDatabase()
    expect(await readAll()).toHaveLength(1)
  })

  it('shows a user of another workspace nothing, whichever way it asks', async () => {
    const stranger = await open()
    const mine = id
    const [other] = await engine.seed(`${tenant}-other`, [{ contact: { phone: '5511900000099' }, messages: [] }])
    expect(other?.id).not.toBe(mine)
    const foreign = stranger.client.watchMessages(other?.id ?? '')
    onTestFinished(foreign.close)
    await engine.database.query(
      `insert into messages (conversation_id, workspace_id, is_outgoing, body) values ($1, $2, false, 'secret')`,
      [other?.id, `${tenant}-other`],
    )
    await expect.poll(() => foreign.get().error?.code, PATIENCE).toMatch(/not_found|forbidden/)
    line.setMode('refused')
    await expect.poll(stranger.transport, PATIENCE).toBe('supabase')
    await pause(1_000)
    expect(foreign.get().messages).toEqual([])
  })

  function hold(mode: ProxyMode) {
    return async (ms: number) => {
      line.setMode(mode)
      await pause(ms)
    }
  }
})

/** The length of a fault is what is being tested. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
