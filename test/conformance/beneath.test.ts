import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { pyTake } from '../../src/backends/pyTake/index.ts'
import { supabaseBackend } from '../../src/backends/supabase/index.ts'
import { whatsAppKanban } from '../../src/backends/whatsAppKanban/index.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { createEngine, type Engine } from '../../src/engine/index.ts'

const WIRES = [
  ['pytake', pyTake],
  ['kanban', whatsAppKanban],
] as const

describe.each(WIRES)('with Supabase and polling beneath the wire of %s', (wire, connect) => {
  let engine: Engine
  let url = ''
  beforeAll(async () => {
    engine = await createEngine({ wire, provider: false, supabase: { joinErrorDelayMs: 100, changeDelayMs: 20 } })
    url = (await engine.listen()).url
  })
  afterAll(() => engine.close())

  const open = async ({
    path,
    hasSupabase = true,
  }: { readonly path?: string; readonly hasSupabase?: boolean } = {}) => {
    const workspaceId = `w-${crypto.randomUUID()}`
    // A minute ago: Kanban's wire has whole seconds, and within one it is the id that says which came first.
    const at = new Date(Date.now() - 60_000).toISOString()
    const [seeded] = await engine.seed(workspaceId, [{ messages: [{ text: 'history', at }] }])
    const getToken = () => engine.signToken({ workspaceId, userId: 'agent-1', userName: 'Carlos' })
    const beneath = supabaseBackend({
      url,
      anonKey: engine.supabase?.anonKey,
      workspaceId,
      tables: { preset: 'migrated' },
      getToken,
    })
    const client = createConversationClient({
      backends: [connect({ url, getToken, path }), ...(hasSupabase ? [beneath] : [])],
      polling: { intervalMs: 50 },
    })
    onTestFinished(client.mount())
    const id = seeded?.id ?? ''
    const thread = client.watchMessages(id)
    onTestFinished(thread.close)
    const write = (body: string) =>
      engine.database.query(
        'insert into messages (conversation_id, workspace_id, body, is_outgoing) values ($1, $2, $3, false)',
        [id, workspaceId, body],
      )
    return { client, id, write, texts: () => thread.get().messages.map(({ text }) => text) }
  }

  it('what the wire has no call for goes to the database', async () => {
    const { client, id, write } = await open()
    await expect.poll(() => client.connection.get()).toMatchObject({ status: 'connected', transport: 'socket' })
    expect(client.capabilities.get().has('markRead')).toBe(true)
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    await write('unread')
    const unread = () => inbox.get().conversations.find((each) => each.id === id)?.unreadCount
    await expect.poll(unread).toBeGreaterThan(0)
    await client.markRead(id)
    await expect.poll(unread).toBe(0)
    await client.updateConversation(id, { status: 'resolved' })
    await expect.poll(() => inbox.get().conversations[0]?.status).toBe('resolved')
  })

  it('a socket that cannot be reached costs nothing that is said', async () => {
    const { client, write, texts } = await open({ path: '/nowhere' })
    await expect.poll(() => client.connection.get()).toMatchObject({ status: 'connected', transport: 'supabase' })
    await write('live')
    await expect.poll(texts).toEqual(['history', 'live'])
  })

  it('and without Supabase it is asked for again and again', async () => {
    const { client, write, texts } = await open({ path: '/nowhere', hasSupabase: false })
    await expect.poll(() => client.connection.get()).toMatchObject({ status: 'connected', transport: 'polling' })
    await write('polled')
    await expect.poll(texts).toEqual(['history', 'polled'])
  })
})
