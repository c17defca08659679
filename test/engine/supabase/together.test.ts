import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createEngine } from '../../../src/engine/createEngine.ts'
import type { EngineOptions } from '../../../src/engine/engineOptions.ts'
import { waitUntil } from '../harness/waitUntil.ts'
import { type SupabaseHarness, startSupabaseHarness } from './harness/startSupabaseHarness.ts'
import { watchChannel } from './harness/watchChannel.ts'

/* ChatEngine and Supabase over one database: what goes in on one side comes out on the other, once. */

let shared: SupabaseHarness
beforeAll(async () => {
  shared = await startSupabaseHarness({ provider: { sentMs: 5, deliveredMs: 5, readMs: 5 } })
})
afterAll(() => shared.close())
const useShared = async () => {
  const workspace = await shared.createWorkspace()
  return { harness: shared, workspace, client: shared.createClient(workspace.token) }
}

const open = new Set<() => Promise<unknown>>()
afterEach(async () => {
  shared.disconnectAll()
  for (const close of [...open].toReversed()) await close()
  open.clear()
})

const start = async (options?: EngineOptions) => {
  const harness = await startSupabaseHarness(options)
  open.add(harness.close)
  const workspace = await harness.createWorkspace()
  return { harness, workspace, client: harness.createClient(workspace.token) }
}
const useDirectory = async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'chatengine-supabase-'))
  open.add(() => rm(dataDir, { recursive: true, force: true }))
  return dataDir
}

describe('a message that is inserted through Supabase', () => {
  test('is delivered by the engine and shown on its socket; both sides hear the whole ladder', async () => {
    const { workspace, client } = await useShared()
    const { id } = await workspace.seedOne()
    const recorder = workspace.connect()
    await recorder.heard('ready')
    await recorder.ask('subscribe:conversation', id)
    const watched = await watchChannel(client, 'ladder', [{ table: 'messages', filter: `conversation_id=eq.${id}` }])
    await watched.ready()
    const draft = {
      conversation_id: id,
      body: 'Olá',
      client_id: 'c-1',
      sent_by_user_id: 'ana',
      media_url: 'https://files.example/a.png',
      type: 'image',
    }
    const { data } = await client.from('messages').insert(draft).select().single()
    const message = await recorder.heard('message')
    expect(message).toMatchObject({
      id: data?.id,
      content: 'Olá',
      senderId: 'ana',
      status: 'pending',
      metadata: { clientMessageId: 'c-1' },
      attachments: [{ url: 'https://files.example/a.png', type: 'image' }],
    })
    await recorder.heard('messageStatus', ({ status }) => status === 'read')
    await watched.until(() => watched.changes.some((change) => change.new['status'] === 'read'))
    const ladder = watched.changes.map((change) => change.new['status'])
    expect([...new Set(ladder)]).toEqual(['pending', 'sent', 'delivered', 'read'])
    const { body } = await workspace.api('GET', `/messages/${data?.id}`)
    expect(body).toMatchObject({ from_me: true, client_message_id: 'c-1', media_url: 'https://files.example/a.png' })
  })

  test('while the engine was away is delivered when it is back', async () => {
    const dataDir = await useDirectory()
    const first = await start({ dataDir, provider: false })
    const { id } = await first.workspace.seedOne()
    const { data } = await first.client
      .from('messages')
      .insert({ conversation_id: id, body: 'waits' })
      .select('id')
      .single()
    await first.harness.close()
    const again = await start({ dataDir, provider: { sentMs: 5 } })
    const read = () =>
      again.harness.engine.database.query<{ status: string }>('select status from messages where id = $1', [data?.id])
    await waitUntil(async () => (await read())[0]?.status === 'read')
  })
})

describe('one click is one message', () => {
  test('that went through Supabase first: ChatEngine answers with it', async () => {
    const { workspace, client } = await useShared()
    const [{ id }, other] = [await workspace.seedOne(), await workspace.seedOne()]
    const clientMessageId = randomUUID()
    const { data } = await client
      .from('messages')
      .insert({ conversation_id: id, body: 'Olá', client_id: clientMessageId })
      .select()
      .single()
    const draft = { conversationId: id, type: 'text', content: 'Olá' }
    const headers = { 'idempotency-key': clientMessageId }
    const byKey = await workspace.api('POST', '/messages', { body: draft, headers })
    const byBody = await workspace.api('POST', '/messages', { body: { ...draft, clientMessageId } })
    expect([byKey.status, byKey.body.id]).toEqual([200, data?.id])
    expect(byBody.body.id).toBe(data?.id)
    expect((await client.from('messages').select('id')).data).toHaveLength(1)
    // The same id for another conversation is no repetition.
    await client.from('messages').insert({ conversation_id: id, body: 'x', client_id: 'other-click' })
    const elsewhere = await workspace.api('POST', '/messages', {
      body: { ...draft, conversationId: other.id, clientMessageId: 'other-click' },
    })
    expect(elsewhere.status).toBe(422)
  })

  test('that went through ChatEngine first: Supabase refuses the second, or ignores it', async () => {
    const { workspace, client } = await useShared()
    const { id } = await workspace.seedOne()
    const clientMessageId = randomUUID()
    const sent = await workspace.api('POST', '/messages', {
      body: { conversationId: id, type: 'text', content: 'Olá', clientMessageId },
    })
    expect(sent.status).toBe(201)
    const row = { conversation_id: id, body: 'Olá', client_id: clientMessageId }
    expect((await client.from('messages').insert(row)).status).toBe(409)
    const ignored = await client
      .from('messages')
      .upsert(row, { onConflict: 'workspace_id,client_id', ignoreDuplicates: true })
    expect(ignored.error).toBeNull()
    expect((await client.from('messages').select('id, client_id')).data).toEqual([
      { id: sent.body.id, client_id: clientMessageId },
    ])
  })

  test('in each workspace on its own', async () => {
    const { harness, workspace, client } = await useShared()
    const other = await harness.createWorkspace()
    const [ours, theirs] = [await workspace.seedOne(), await other.seedOne()]
    const row = { body: 'x', client_id: 'same' }
    expect((await client.from('messages').insert({ ...row, conversation_id: ours.id })).status).toBe(201)
    expect(
      (
        await harness
          .createClient(other.token)
          .from('messages')
          .insert({ ...row, conversation_id: theirs.id })
      ).status,
    ).toBe(201)
  })
})

describe('the option', () => {
  test('off leaves nothing behind: no outbox that grows, no address, no keys', async () => {
    const dataDir = await useDirectory()
    const first = await start({ dataDir })
    await first.workspace.seedOne()
    await first.harness.close()
    const engine = await createEngine({ dataDir, provider: false })
    open.add(engine.close)
    expect(engine.supabase).toBeNull()
    // What the first has not read before it stopped; a start with the option clears it.
    const readOutbox = () => engine.database.query('select id from realtime.outbox')
    const left = await readOutbox()
    await engine.seed('later', [{ messages: [{ text: 'Oi' }] }])
    expect(await readOutbox()).toEqual(left)
    for (const path of ['/rest/v1/messages', '/auth/v1/health', '/realtime/v1/api/broadcast']) {
      expect((await engine.handleRequest(new Request(`http://localhost${path}`))).status).toBe(404)
    }
  })

  test('leaves the process as it was: a warning is still a warning', async () => {
    const warned = new Promise<Error>((resolve) => {
      process.once('warning', resolve)
    })
    process.emitWarning(new Error('of a test'))
    expect((await warned).message).toBe('of a test')
  })

  test('says what to install where that is missing', async () => {
    vi.doMock('@supabase/lite', () => {
      throw new Error('no such package')
    })
    const starting = createEngine({ supabase: true })
    await expect(starting).rejects.toThrow(
      'a package that it needs is missing. Install @supabase/lite@0.10.0, kysely and ws',
    )
    vi.doUnmock('@supabase/lite')
  })
})
