import { describe, expect, it } from 'vitest'
import type { Gateway } from '../../../src/backends/backend.ts'
import { supabaseBackend } from '../../../src/backends/supabase/index.ts'
import type { SupabaseOptions } from '../../../src/backends/supabase/options.ts'
import '../../../src/eager.ts'
import { unsignedJwt } from '../../helpers/jwt.ts'
import { conversationRow, messageRow, migratedConversationRow, migratedMessageRow } from './supabaseRows.ts'

interface Asked {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

type Answer = readonly [status: number, body: unknown]

/** A gateway whose answers are given, with what it asked for. */
function start(answers: readonly Answer[], options: Partial<SupabaseOptions> = {}) {
  const asked: Asked[] = []
  let tokens = 0
  const fetch = async (input: string | URL | Request, init: RequestInit = {}) => {
    const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input)
    const { method = 'GET', headers, body } = init
    asked.push({
      method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: headers as Record<string, string>,
      body: typeof body === 'string' ? (JSON.parse(body) as unknown) : null,
    })
    const [status, answer] = answers[asked.length - 1] ?? [500, null]
    return new Response(answer === null ? null : JSON.stringify(answer), { status })
  }
  const gateway: Gateway = supabaseBackend({
    url: 'https://project.supabase.co/',
    anonKey: 'anon-key',
    workspaceId: 'w1',
    tables: { preset: 'migrated' },
    getToken: () => unsignedJwt({ sub: 'u1', name: 'Carlos', jti: (tokens += 1) }),
    fetch,
    ...options,
  }).start().gateway
  return { gateway, asked }
}

const conversationId = messageRow.conversation_id
const many = (count: number) =>
  Array.from({ length: count }, (_, position) => ({ ...migratedMessageRow, id: `m${position}` }))

describe('reading messages', () => {
  it('asks for the newest page with the key and the token in headers', async () => {
    const { gateway, asked } = start([[200, [migratedMessageRow]]])
    const page = await gateway.listMessages({ conversationId, cursor: null, limit: 50 })
    expect(page).toMatchObject({
      nextCursor: null,
      serverTime: '2026-11-21T03:57:26.801Z',
      rejected: 0,
      items: [{ id: messageRow.id, text: 'Bom dia!' }],
    })
    expect(asked[0]).toMatchObject({
      method: 'GET',
      path: '/rest/v1/messages',
      query: {
        conversation_id: `eq.${conversationId}`,
        workspace_id: 'eq.w1',
        order: 'created_at.desc,id.desc',
        limit: '50',
      },
      headers: { apikey: 'anon-key' },
    })
    expect(asked[0]?.headers['authorization']).toMatch(/^Bearer /)
    expect(asked[0]?.query['select']).toContain('updated_at')
  })

  it('goes on where the page ended, to the microsecond', async () => {
    const { gateway, asked } = start([
      [200, many(2)],
      [200, []],
    ])
    const { nextCursor } = await gateway.listMessages({ conversationId, cursor: null, limit: 2 })
    await gateway.listMessages({ conversationId, cursor: nextCursor, limit: 2 })
    const at = '"2026-11-21T03:57:26.800554+00:00"'
    expect(asked[1]?.query['or']).toBe(`(created_at.lt.${at},and(created_at.eq.${at},id.lt."m1"))`)
    expect(asked).toHaveLength(2)
  })

  it('asks a deployed database for no column it does not have, and knows no change times', async () => {
    const { gateway, asked } = start([[200, [messageRow]]], { tables: undefined })
    expect(await gateway.listMessages({ conversationId, cursor: null, limit: 50 })).toMatchObject({ serverTime: null })
    expect(asked[0]?.query['select']).toBe(
      'id,conversation_id,workspace_id,body,type,is_outgoing,status,external_id,media_url,sent_by_user_id,error_message,created_at',
    )
    await expect(
      gateway.listMessageChanges({ conversationId, since: '2026-11-21T03:57:26.801Z', cursor: null }),
    ).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('counts rows that are none instead of failing the page', async () => {
    const { gateway } = start([[200, [migratedMessageRow, { ...migratedMessageRow, is_outgoing: 'yes' }]]])
    expect(await gateway.listMessages({ conversationId, cursor: null, limit: 50 })).toMatchObject({
      rejected: 1,
      items: [{ id: messageRow.id }],
    })
  })

  it('tells an empty conversation from one that is not this user’s', async () => {
    const empty = start([
      [200, []],
      [200, [{ id: conversationId }]],
    ])
    expect(await empty.gateway.listMessages({ conversationId, cursor: null, limit: 50 })).toMatchObject({ items: [] })
    const foreign = start([
      [200, []],
      [200, []],
    ])
    await expect(foreign.gateway.listMessages({ conversationId, cursor: null, limit: 50 })).rejects.toMatchObject({
      code: 'not_found',
    })
    const noId = start([[400, { code: '22P02', message: 'invalid input syntax for type uuid: "x"' }]])
    await expect(noId.gateway.listMessages({ conversationId: 'x', cursor: null, limit: 50 })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('lists what changed, oldest first, and never takes its own clock for the watermark', async () => {
    const { gateway, asked } = start([
      [200, [migratedMessageRow]],
      [200, []],
    ])
    const since = '2026-11-21T03:57:00.000Z'
    expect(await gateway.listMessageChanges({ conversationId, since, cursor: null })).toMatchObject({
      nextCursor: null,
      serverTime: '2026-11-21T03:57:26.801Z',
    })
    expect(asked[0]?.query).toMatchObject({ updated_at: `gte.${since}`, order: 'updated_at.asc,id.asc' })
    expect(await gateway.listMessageChanges({ conversationId, since, cursor: null })).toMatchObject({
      serverTime: since,
    })
  })

  it('renews a token that is refused, once', async () => {
    const { gateway, asked } = start([
      [401, { code: 'PGRST303', message: 'JWT expired' }],
      [200, [migratedMessageRow]],
    ])
    await gateway.listMessages({ conversationId, cursor: null, limit: 50 })
    expect(asked[0]?.headers['authorization']).not.toBe(asked[1]?.headers['authorization'])
  })
})

describe('sending', () => {
  const draft = {
    conversationId,
    type: 'text' as const,
    text: 'Hello',
    clientId: 'c0ffee00-0000-4000-8000-000000000001',
  }
  const row = { ...migratedMessageRow, id: 'm1', is_outgoing: true, status: 'pending', client_id: draft.clientId }

  it('inserts a row with its client id and its sender, and leaves the time to the database', async () => {
    const { gateway, asked } = start([[201, [row]]])
    expect(await gateway.sendMessage(draft)).toMatchObject({ id: 'm1', clientId: draft.clientId, status: 'pending' })
    expect(asked[0]).toMatchObject({ method: 'POST', headers: { prefer: 'return=representation' } })
    expect(asked[0]?.body).toEqual({
      conversation_id: conversationId,
      workspace_id: 'w1',
      body: 'Hello',
      type: 'text',
      is_outgoing: true,
      status: 'pending',
      client_id: draft.clientId,
      sent_by_user_id: 'u1',
      sender_type: 'user',
      sender_name: 'Carlos',
    })
  })

  it('puts the client id into the external id’s place where there is no other', async () => {
    const { gateway, asked } = start([[201, [{ ...messageRow, external_id: draft.clientId }]]], { tables: undefined })
    await gateway.sendMessage(draft)
    expect(asked[0]?.body).toMatchObject({ external_id: draft.clientId })
    expect(asked[0]?.body).not.toHaveProperty('client_id')
  })

  it('takes "already exists" for success: one click, one message', async () => {
    const { gateway, asked } = start([
      [409, { code: '23505', message: 'duplicate key value violates unique constraint' }],
      [200, [row]],
    ])
    expect(await gateway.sendMessage(draft)).toMatchObject({ id: 'm1', clientId: draft.clientId })
    expect(asked[1]?.query).toMatchObject({ client_id: `eq.${draft.clientId}` })
  })

  it.each([
    [403, '42501', 'not_found'],
    [409, '23503', 'not_found'],
    [409, '23505', 'invalid_payload'],
    [500, 'XX000', 'server_error'],
    [503, '57P03', 'server_error'],
  ] as const)('reads %i with %s as %s', async (status, code, expected) => {
    const { gateway } = start([
      [status, { code, message: 'what a customer wrote' }],
      [200, []],
    ])
    const error: unknown = await gateway.sendMessage(draft).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code: expected })
    expect(String(error)).not.toContain('what a customer wrote')
  })
})

describe('conversations', () => {
  const contact = { id: 'contact-1', name: 'Maria Souza', phone: '+55 11 98888-7777', avatar_url: null }

  it('come with their contact, latest activity first', async () => {
    const { gateway, asked } = start([[200, [{ ...migratedConversationRow, contact }]]])
    const page = await gateway.listConversations({ filter: {}, offset: 0, limit: 1 })
    expect(page).toMatchObject({
      nextCursor: '1',
      items: [{ id: conversationRow.id, contact: { name: 'Maria Souza', phone: '5511988887777' }, unreadCount: 2 }],
    })
    expect(asked[0]?.query).toMatchObject({
      workspace_id: 'eq.w1',
      order: 'last_message_at.desc.nullslast,id.asc',
      offset: '0',
    })
    expect(asked[0]?.query['select']).toContain('contact:contacts(id,name,phone,avatar_url)')
  })

  it('are filtered by the database', async () => {
    const { gateway, asked } = start([[200, []]])
    await gateway.listConversations({
      filter: {
        channelAccountId: 'n1',
        stageId: null,
        unreadOnly: true,
        status: 'open',
        assigneeId: 'u1',
        priority: 'high',
      },
      offset: 0,
      limit: 50,
    })
    expect(asked[0]?.query).toMatchObject({
      whatsapp_number_id: 'eq.n1',
      stage_id: 'is.null',
      unread_count: 'gt.0',
      status: 'eq.open',
      assignee_id: 'eq.u1',
      priority: 'eq.high',
    })
  })

  it('that a deployed database cannot filter are shown, or not, as the live rule does', async () => {
    const { gateway, asked } = start([[200, []]], { tables: undefined })
    await gateway.listConversations({ filter: { status: 'open', stageId: null }, offset: 0, limit: 50 })
    expect(asked[0]?.query).not.toHaveProperty('status')
    const none = await gateway.listConversations({ filter: { assigneeId: 'u1' }, offset: 0, limit: 50 })
    expect(none.items).toEqual([])
    expect(asked).toHaveLength(1)
  })

  it('are changed and marked as read by their id', async () => {
    const { gateway, asked } = start([
      [200, [{ ...migratedConversationRow, status: 'resolved', contact }]],
      [204, null],
      [200, []],
    ])
    expect(await gateway.updateConversation('c1', { status: 'resolved', labels: ['a'] })).toMatchObject({
      status: 'resolved',
    })
    expect(asked[0]).toMatchObject({
      method: 'PATCH',
      query: { id: 'eq.c1' },
      body: { status: 'resolved', labels: ['a'] },
    })
    await gateway.markRead('c1')
    expect(asked[1]).toMatchObject({ method: 'PATCH', query: { id: 'eq.c1' }, body: { unread_count: 0 } })
    await expect(gateway.updateConversation('c1', { status: 'open' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('refuse a change the database has no column for', async () => {
    const { gateway } = start([], { tables: undefined })
    await expect(gateway.updateConversation('c1', { priority: 'high' })).rejects.toMatchObject({
      code: 'unsupported',
      field: 'priority',
    })
  })
})
