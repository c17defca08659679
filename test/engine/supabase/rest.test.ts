import { randomUUID } from 'node:crypto'
import type { SupabaseClient } from '@supabase/supabase-js'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SeededConversation } from '../../../src/engine/seed/seedConversations.ts'
import type { Workspace } from '../harness/startHarness.ts'
import { type SupabaseHarness, startSupabaseHarness } from './harness/startSupabaseHarness.ts'

/* PostgREST as a CRM uses it, with the unmodified client and ChatEngine's own token. */

let harness: SupabaseHarness
let ours: Workspace
let theirs: Workspace
let conversation: SeededConversation
let foreign: SeededConversation
let client: SupabaseClient

beforeAll(async () => {
  harness = await startSupabaseHarness()
})
beforeEach(async () => {
  ours = await harness.createWorkspace()
  theirs = await harness.createWorkspace()
  conversation = await ours.seedOne({
    contact: { name: 'Bia' },
    messages: [{ text: 'Oi' }, { text: 'Olá', from: 'agent' }],
  })
  foreign = await theirs.seedOne({ messages: [{ text: 'secret' }] })
  client = harness.createClient(ours.token)
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

const draft = (more: object = {}) => ({
  conversation_id: conversation.id,
  body: 'Bom dia',
  type: 'text',
  is_outgoing: true,
  client_id: randomUUID(),
  sent_by_user_id: 'ana',
  ...more,
})

describe('reading', () => {
  test('gives the columns of a deployed CRM, and our own', async () => {
    const { data, error } = await client.from('messages').select().order('created_at')
    expect(error).toBeNull()
    expect(data?.map(({ body, is_outgoing }) => [body, is_outgoing])).toEqual([
      ['Oi', false],
      ['Olá', true],
    ])
    expect(Object.keys(data?.[0] ?? {})).toEqual(
      expect.arrayContaining([
        ...[
          'id',
          'conversation_id',
          'workspace_id',
          'body',
          'type',
          'is_outgoing',
          'status',
          'external_id',
          'media_url',
        ],
        ...[
          'sent_by_user_id',
          'whatsapp_number_id',
          'error_message',
          'created_at',
          'updated_at',
          'client_id',
          'deleted_at',
        ],
      ]),
    )
    const { data: list } = await client
      .from('conversations')
      .select('*, contacts(id, name, phone, avatar_url)')
      .single()
    expect(list).toMatchObject({ id: conversation.id, is_typing: false, unread_count: 0, contacts: { name: 'Bia' } })
  })

  test('tells times as JSON does', async () => {
    const { data } = await client.from('messages').select('created_at').limit(1).single()
    expect(data?.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/)
    expect(Date.parse(data?.created_at)).toBeGreaterThan(Date.now() - 60_000)
  })

  test('filters, sorts and pages', async () => {
    const { data, count } = await client
      .from('messages')
      .select('body', { count: 'exact' })
      .eq('conversation_id', conversation.id)
      .or('body.eq.Oi,body.eq.Olá')
      .order('created_at', { ascending: false })
      .range(0, 0)
    expect([data, count]).toEqual([[{ body: 'Olá' }], 2])
    const { data: none } = await client.from('messages').select('id').lt('created_at', '2000-01-01T00:00:00Z')
    expect(none).toEqual([])
  })
})

describe('what is not there', () => {
  test('is said as PostgREST says it, and nothing waits for ever', async () => {
    const [table, column, fn] = await Promise.all([
      client.from('nope').select(),
      client.from('messages').select('nope'),
      client.rpc('nope'),
    ])
    expect([table, column, fn].map(({ status, error }) => [status, error?.code])).toEqual([
      [404, 'PGRST205'],
      [400, '42703'],
      [404, 'PGRST202'],
    ])
  })

  test('unlike a function, which runs as its caller', async () => {
    expect((await client.rpc('current_workspace_id')).data).toBe(ours.id)
  })
})

describe('writing', () => {
  test('needs only what the writer knows; the rest is filled in', async () => {
    const given = draft()
    const { data, error } = await client.from('messages').insert(given).select().single()
    expect(error).toBeNull()
    expect(data).toMatchObject({
      ...given,
      workspace_id: ours.id,
      status: 'pending',
      sender_type: 'user',
      whatsapp_number_id: conversation.whatsappNumberId,
    })
    const { data: after } = await client.from('conversations').select('last_message_preview').single()
    expect(after).toEqual({ last_message_preview: 'Bom dia' })
  })

  test('takes `sending` for what it means, and no browser’s clock', async () => {
    const { data } = await client
      .from('messages')
      .insert(draft({ status: 'sending', created_at: '2031-01-01T00:00:00Z' }))
      .select()
      .single()
    expect(data?.status).toBe('pending')
    expect(Math.abs(Date.parse(data?.created_at) - Date.now())).toBeLessThan(60_000)
  })

  test('a client id is one message: a second insert conflicts, or is ignored when asked', async () => {
    const given = draft()
    await client.from('messages').insert(given).throwOnError()
    const second = await client.from('messages').insert(given)
    expect([second.status, second.error?.code]).toEqual([409, '23505'])
    const ignored = await client
      .from('messages')
      .upsert(given, { onConflict: 'workspace_id,client_id', ignoreDuplicates: true })
      .select()
    expect([ignored.error, ignored.data]).toEqual([null, []])
    const { count } = await client
      .from('messages')
      .select('*', { count: 'exact', head: true })
      .eq('client_id', given.client_id)
    expect(count).toBe(1)
  })

  test('updates what is its own', async () => {
    const { data } = await client
      .from('conversations')
      .update({ unread_count: 3 })
      .eq('id', conversation.id)
      .select('unread_count')
    expect(data).toEqual([{ unread_count: 3 }])
    const { data: contact } = await client
      .from('contacts')
      .update({ name: 'Beatriz' })
      .eq('id', conversation.contactId)
      .select('name')
    expect(contact).toEqual([{ name: 'Beatriz' }])
  })
})

describe('row-level security', () => {
  test('shows nobody another workspace’s rows, in no table', async () => {
    for (const table of ['messages', 'conversations', 'contacts', 'whatsapp_numbers', 'attachments']) {
      const { data, error } = await client.from(table).select('workspace_id')
      expect([table, error, [...new Set(data?.map((row) => row.workspace_id))].filter((id) => id !== ours.id)]).toEqual(
        [table, null, []],
      )
    }
    expect((await client.from('messages').select().eq('conversation_id', foreign.id)).data).toEqual([])
  })

  test('lets nobody write into another workspace', async () => {
    const intruder = harness.createClient(theirs.token)
    const named = await intruder.from('messages').insert(draft({ workspace_id: ours.id }))
    expect([named.status, named.error?.code]).toEqual([403, '42501'])
    // Exactly as for a conversation that does not exist.
    for (const id of [conversation.id, randomUUID()]) {
      const unnamed = await intruder.from('messages').insert(draft({ conversation_id: id }))
      expect([unnamed.status, unnamed.error?.code]).toEqual([409, '23503'])
    }
    const changed = await intruder
      .from('messages')
      .update({ body: 'mine' })
      .eq('conversation_id', conversation.id)
      .select()
    expect(changed.data).toEqual([])
    const moved = await intruder.from('messages').update({ workspace_id: ours.id }).eq('conversation_id', foreign.id)
    expect(moved.error?.code).toMatch(/42501|23503/)
    expect((await intruder.from('messages').delete().eq('conversation_id', foreign.id).select()).data).toEqual([])
  })

  test('shows nobody without a token anything, and nobody but the service the engine’s own tables', async () => {
    const nobody = harness.createClient(null)
    for (const table of [
      'messages',
      'conversations',
      'contacts',
      'engine_settings',
      'idempotency_keys',
      'engine_migrations',
    ]) {
      expect([table, (await nobody.from(table).select()).data]).toEqual([table, []])
    }
    for (const table of ['engine_settings', 'idempotency_keys', 'engine_migrations']) {
      expect([table, (await client.from(table).select()).data]).toEqual([table, []])
    }
    const service = harness.createClient(harness.supabase.serviceKey)
    const { data } = await service.from('messages').select('workspace_id')
    expect(new Set(data?.map((row) => row.workspace_id))).toEqual(
      expect.objectContaining(new Set([ours.id, theirs.id])),
    )
  })

  test.each([
    ['workspace_id', (id: string) => ({ workspace_id: id })],
    ['app_metadata.workspace_id', (id: string) => ({ app_metadata: { workspace_id: id } })],
  ])('finds the workspace in the claim %s as well', async (_, toClaims) => {
    const { rows } = await readAs({ role: 'authenticated', ...toClaims(ours.id) })
    expect(rows).toEqual([{ workspace_id: ours.id }])
  })

  /** Straight in SQL, as PostgREST does it: such tokens are not ours to sign. */
  const readAs = (claims: object) =>
    harness.engine.database.transaction(async (tx) => {
      await tx.query(`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true)`, [
        JSON.stringify(claims),
      ])
      return { rows: await tx.query('select workspace_id from conversations') }
    })

  test('holds when requests of two tenants and the engine’s own work come in the same tick', async () => {
    // Past the network, which would spread them out.
    const ask = async ({ id, token }: Workspace) => {
      const headers = { apikey: harness.supabase.anonKey, authorization: `Bearer ${token}` }
      const request = new Request(`${harness.url}/rest/v1/messages?select=workspace_id`, { headers })
      const answer = await harness.engine.handleRequest(request)
      const rows = (await answer.json()) as { workspace_id: string }[]
      return { id, status: answer.status, seen: [...new Set(rows.map((row) => row.workspace_id))] }
    }
    const own = () => harness.engine.database.query<{ role: string }>('select current_user as role')
    // The database is busy while they come, so that all of them wait for the same moment; else each would be through before
    // the next one's token is checked.
    const [answers, roles] = await harness.engine.database
      .transaction(async () => {
        const waiting = [
          Promise.all(Array.from({ length: 60 }, (_, index) => ask(index % 2 === 0 ? ours : theirs))),
          Promise.all(Array.from({ length: 60 }, own)),
        ] as const
        for (let turn = 0; turn < 1000; turn += 1) await new Promise((resolve) => setImmediate(resolve))
        return waiting
      })
      .then((waiting) => Promise.all(waiting))
    for (const { id, status, seen } of answers) expect([status, seen]).toEqual([200, [id]])
    expect(new Set(roles.map(([row]) => row?.role))).toEqual(new Set(['postgres']))
  })
})

describe('the gate', () => {
  const ask = (headers: Record<string, string>) =>
    fetch(`${harness.url}/rest/v1/messages`, { headers }).then(async (answer) => [
      answer.status,
      ((await answer.json()) as { code?: string; message?: string }).code ?? null,
    ])

  test('needs the project’s key', async () => {
    expect(await ask({})).toEqual([401, null])
    expect(await ask({ apikey: 'x.y.z' })).toEqual([401, null])
    expect((await ask({ apikey: harness.supabase.anonKey }))[0]).toBe(200)
  })

  test('refuses a token that has expired, is forged, or is none', async () => {
    const { anonKey: apikey } = harness.supabase
    const old = await harness.engine.signToken({ workspaceId: ours.id, expiresInSeconds: -5 })
    expect(await ask({ apikey, authorization: `Bearer ${old}` })).toEqual([401, 'PGRST303'])
    expect(await ask({ apikey, authorization: `Bearer ${ours.token.slice(0, -6)}AAAAAA` })).toEqual([401, 'PGRST301'])
    expect(await ask({ apikey, authorization: 'Bearer nonsense' })).toEqual([401, 'PGRST301'])
  })

  test('lets pages of any origin ask', async () => {
    const answer = await fetch(`${harness.url}/rest/v1/messages`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://crm.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'apikey,authorization,x-client-info,prefer',
      },
    })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-headers')).toContain('apikey')
  })

  test('answers 503 while it is told to be down, and ChatEngine goes on', async () => {
    harness.supabase.faults.restDown = true
    // Not with the client, which tries three times more before it says so.
    expect((await ask({ apikey: harness.supabase.anonKey }))[0]).toBe(503)
    expect((await ours.api('GET', '/conversations')).status).toBe(200)
    harness.supabase.faults.clear()
    expect((await client.from('messages').select()).status).toBe(200)
  })

  test('lets the client call the token endpoint as the Edge Function it stands in for', async () => {
    const answer = await fetch(`${harness.url}/functions/v1/chatengine-token`, {
      method: 'OPTIONS',
      headers: { origin: 'https://crm.example', 'access-control-request-method': 'POST' },
    })
    expect(answer.headers.get('access-control-allow-headers')?.toLowerCase()).toMatch(/apikey.*x-client-info/)
  })

  test('has an Auth behind it', async () => {
    const nobody = harness.createClient(null)
    const { data, error } = await nobody.auth.signUp({
      email: `${randomUUID()}@crm.example`,
      password: 'a long password',
    })
    expect([error, data.user?.role]).toEqual([null, 'authenticated'])
  })
})
