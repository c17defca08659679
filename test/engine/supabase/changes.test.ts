import type { SupabaseClient } from '@supabase/supabase-js'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SeededConversation } from '../../../src/engine/seed/seedConversations.ts'
import type { Workspace } from '../harness/startHarness.ts'
import { type SupabaseHarness, startSupabaseHarness } from './harness/startSupabaseHarness.ts'
import { watchChannel, watchChannelUnprepared } from './harness/watchChannel.ts'

/* `postgres_changes`, heard by the unmodified client. */

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
  conversation = await ours.seedOne()
  foreign = await theirs.seedOne()
  client = harness.createClient(ours.token)
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

const run = (sql: string, parameters: readonly unknown[] = []) =>
  harness.engine.database.query<{ id: string }>(sql, parameters)
const insert = async (body: string, id = conversation.id) => {
  const [row] = await run(
    `insert into messages (conversation_id, body, is_outgoing) values ($1, $2, false) returning id`,
    [id, body],
  )
  return row?.id ?? ''
}
const bodies = (changes: readonly { readonly new: Readonly<Record<string, unknown>> }[]) =>
  changes.map((change) => change.new['body'])

describe('a channel', () => {
  test('hears what is inserted, changed and deleted, by whomever, in order', async () => {
    const watched = await watchChannel(client, 'all', [{ table: 'messages' }])
    await watched.ready()
    const { data } = await client
      .from('messages')
      .insert({ conversation_id: conversation.id, body: 'one' })
      .select()
      .single()
    const second = await insert('two')
    await ours.api('POST', '/messages', { body: { conversationId: conversation.id, type: 'text', content: 'three' } })
    await run(`update messages set body = 'ONE' where id = $1`, [data?.id])
    await run('delete from messages where id = $1', [second])
    await watched.until(() => watched.changes.length === 5)
    expect(watched.changes.map(({ eventType, new: row, old }) => [eventType, row['body'], Object.keys(old)])).toEqual([
      ['INSERT', 'one', []],
      ['INSERT', 'two', []],
      ['INSERT', 'three', []],
      ['UPDATE', 'ONE', ['id']],
      ['DELETE', undefined, ['id']],
    ])
    expect(watched.changes[0]).toMatchObject({
      schema: 'public',
      table: 'messages',
      errors: null,
      commit_timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      new: { ...data, metadata: {}, is_outgoing: true },
    })
    expect(watched.changes[4]?.old).toEqual({ id: second })
  })

  test('hears nothing of what was rolled back, and nothing of what was before it listened', async () => {
    const witness = await watchChannel(client, 'witness', [{ table: 'messages' }])
    await witness.ready()
    await insert('before')
    await witness.until(() => bodies(witness.changes).includes('before'))
    const watched = await watchChannel(client, 'late', [{ table: 'messages' }])
    await watched.ready()
    await harness.engine.database
      .transaction(async (tx) => {
        await tx.query('insert into messages (conversation_id, body) values ($1, $2)', [conversation.id, 'undone'])
        throw new Error('undo')
      })
      .catch(() => {})
    await insert('after')
    await watched.until(() => watched.changes.length > 0)
    expect(bodies(watched.changes)).toEqual(['after'])
  })

  test('hears a burst whole and in the order of writing', async () => {
    const watched = await watchChannel(client, 'burst', [{ event: 'INSERT', table: 'messages' }])
    await watched.ready()
    const all = Array.from({ length: 350 }, (_, index) => `m${index}`)
    await run(
      `insert into messages (conversation_id, body) select $1, t.body from unnest($2::text[]) with ordinality t (body, n) order by n`,
      [conversation.id, all],
    )
    await watched.until(() => watched.changes.length >= all.length)
    expect(bodies(watched.changes)).toEqual(all)
  })

  test('is told which of its wishes a change fulfils, one event for all of them', async () => {
    const watched = await watchChannel(client, 'several', [
      { event: 'INSERT', table: 'messages' },
      { event: '*', table: 'messages', filter: `conversation_id=eq.${conversation.id}` },
      { event: 'UPDATE', table: 'conversations' },
    ])
    await watched.ready()
    await insert('one')
    await watched.until(() => watched.changes.length === 3)
    expect(watched.changes.map(({ table, eventType }) => `${eventType} ${table}`).toSorted()).toEqual([
      'INSERT messages',
      'INSERT messages',
      'UPDATE conversations',
    ])
  })

  test('is left alone when it leaves, and listens again when it comes back', async () => {
    const watched = await watchChannel(client, 'return', [{ table: 'messages' }])
    await watched.ready()
    const witness = await watchChannel(client, 'witness', [{ table: 'messages' }])
    await witness.ready()
    await client.removeChannel(watched.channel)
    await insert('missed')
    // A change that nobody has read yet is told to whoever listens by then, as the real server does.
    await witness.until(() => bodies(witness.changes).includes('missed'))
    const again = await watchChannel(client, 'return', [{ table: 'messages' }])
    await again.ready()
    await insert('heard')
    await again.until(() => again.changes.length > 0)
    expect([bodies(watched.changes), bodies(again.changes)]).toEqual([[], ['heard']])
    expect(watched.statuses).toEqual(['SUBSCRIBED', 'CLOSED'])
  })
})

describe('row-level security', () => {
  test('tells a workspace of its own rows only, whatever it asks for', async () => {
    const watched = await watchChannel(client, 'mine', [
      { table: 'messages', filter: `conversation_id=eq.${foreign.id}` },
      { table: 'messages' },
      { table: '*' },
    ])
    await watched.ready()
    await insert('theirs', foreign.id)
    await run(`update messages set body = 'still theirs' where conversation_id = $1`, [foreign.id])
    await insert('ours')
    await watched.until(() => bodies(watched.changes).includes('ours'))
    expect(watched.changes.filter((change) => change.new['workspace_id'] !== ours.id)).toEqual([])
  })

  test('tells nobody without a token anything, and the service everything', async () => {
    const nobody = await watchChannel(harness.createClient(null), 'nobody', [{ table: 'messages' }])
    const service = await watchChannel(harness.createClient(harness.supabase.serviceKey), 'service', [
      { table: 'messages' },
    ])
    await Promise.all([nobody.ready(), service.ready()])
    await insert('ours')
    await insert('theirs', foreign.id)
    await service.until(() => service.changes.length === 2)
    expect([bodies(service.changes), nobody.changes]).toEqual([['ours', 'theirs'], []])
  })

  test('asks about the row as it is now: what moves out of sight or is gone is not told', async () => {
    const watched = await watchChannel(client, 'moving', [
      { table: 'conversations', event: 'UPDATE' },
      { table: 'messages' },
    ])
    await watched.ready()
    // One transaction: by the time anybody looks, the second has happened.
    await harness.engine.database.transaction(async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `insert into messages (conversation_id, body) values ($1, 'brief') returning id`,
        [conversation.id],
      )
      await tx.query('delete from messages where id = $1', [row?.id])
    })
    const foreignRow = await insert('comes to us', foreign.id)
    await run(`update messages set conversation_id = $2, workspace_id = $3 where id = $1`, [
      foreignRow,
      conversation.id,
      ours.id,
    ])
    await run(`update messages set conversation_id = $2, workspace_id = $3 where id = $1`, [
      foreignRow,
      foreign.id,
      theirs.id,
    ])
    await insert('last')
    await watched.until(() => bodies(watched.changes).includes('last'))
    const ofMessages = watched.changes.filter(({ table }) => table === 'messages')
    // The deletion is told: there is no row left that could be asked about. Coming and going in haste is not.
    expect(ofMessages.map(({ eventType, new: row }) => [eventType, row['body']])).toEqual([
      ['DELETE', undefined],
      ['INSERT', 'last'],
    ])
  })

  test('does not ask about a deletion: strangers hear the ids of deleted rows, and only ids', async () => {
    const watched = await watchChannel(client, 'strangers', [{ table: 'messages' }])
    const filtered = await watchChannel(client, 'filtered', [
      { table: 'messages', filter: `conversation_id=eq.${foreign.id}` },
    ])
    await Promise.all([watched.ready(), filtered.ready()])
    const id = await insert('theirs', foreign.id)
    await run('delete from messages where id = $1', [id])
    await insert('marker')
    await watched.until(() => bodies(watched.changes).includes('marker'))
    expect(watched.changes[0]).toMatchObject({ eventType: 'DELETE', old: { id }, new: {} })
    // A filter on anything but the key matches no deletion.
    expect(filtered.changes).toEqual([])
  })
})

describe('a filter', () => {
  const body = (text: string) => ({ body: text })
  test.each<[string, object, object]>([
    ['body=eq.yes', body('yes'), body('no')],
    ['body=neq.no', body('yes'), body('no')],
    ['body=gt.m', body('n'), body('l')],
    ['body=gte.m', body('m'), body('l')],
    ['body=lt.m', body('l'), body('m')],
    ['body=lte.m', body('m'), body('n')],
    ['body=in.(a,"b,c",d)', body('b,c'), body('b')],
    ['body=not.in.(a,b)', body('c'), body('a')],
    ['body=like.y%s', body('yes'), body('YES')],
    ['body=ilike.y%s', body('YES'), body('no')],
    ['body=match.^y', body('yes'), body('Yes')],
    ['body=imatch.^y', body('Yes'), body('no')],
    ['body=is.null', { body: null }, body('x')],
    ['is_private=is.true', { ...body('x'), is_private: true }, { ...body('x'), is_private: false }],
    ['body=isdistinct.x', { body: null }, body('x')],
    ['body=not.eq.x', body('y'), body('x')],
    [`body=eq."it's, (so)"`, body(`it's, (so)`), body('so')],
    ['body=eq.a,type=eq.note', { ...body('a'), type: 'note' }, { ...body('a'), type: 'text' }],
  ])('%s lets through what it says', async (filter, wanted, unwanted) => {
    const watched = await watchChannel(client, 'filter', [{ event: 'INSERT', table: 'messages', filter }])
    await watched.ready()
    for (const row of [unwanted, wanted]) {
      const columns = { conversation_id: conversation.id, ...row }
      await run(
        `insert into messages (${Object.keys(columns).join(', ')}) values (${Object.keys(columns)
          .map((_, index) => `$${index + 1}`)
          .join(', ')})`,
        Object.values(columns),
      )
    }
    await watched.until(() => watched.changes.length > 0)
    expect(watched.changes.map((change) => change.new)).toEqual([expect.objectContaining(wanted)])
  })

  test.each([
    ['messages', 'nope=eq.1', /invalid column for filter nope/],
    ['messages', 'id=eq.not-a-uuid', /22P02.*invalid input syntax for type uuid/],
    ['messages', 'foo=1', /^Error parsing `filter` params: \["foo","1"\]/],
    [
      'messages',
      `id=in.(${Array.from({ length: 101 }, () => conversation?.id ?? 'x').join(',')})`,
      /too many values for `in` filter. Maximum 100/,
    ],
    [
      'contacts',
      undefined,
      /Please check Realtime is enabled for the given connect parameters: \[event: \*, schema: public, table: contacts, filters: \[\], select: nil\]/,
    ],
  ])('of %s that makes no sense (%s) is told on `system`, and nothing else shows it', async (table, filter, words) => {
    const watched = await watchChannel(client, 'bad', [
      { table, ...(filter !== undefined && { filter }) },
      { table: 'conversations' },
    ])
    await watched.until(() => watched.system.length > 0)
    expect(watched.system[0]).toMatchObject({
      status: 'error',
      extension: 'postgres_changes',
      message: expect.stringMatching(words),
    })
    await insert('one')
    await ours.api('POST', `/conversations/${conversation.id}/read`)
    // One bad wish fails all of the channel's.
    expect([watched.statuses, watched.changes]).toEqual([['SUBSCRIBED'], []])
  })
})

describe('a token that comes too late', () => {
  test('leaves the channel subscribed as nobody; set before the first join it does not', async () => {
    // In the tick in which the client is made: it has not asked for its token yet.
    const early = watchChannelUnprepared(harness.createClient(ours.token), 'race', [{ table: 'messages' }])
    await early.ready()
    const other = harness.createClient(ours.token)
    const prepared = await watchChannel(other, 'race', [{ table: 'messages' }])
    await prepared.ready()
    await insert('one')
    await prepared.until(() => prepared.changes.length === 1)
    expect([early.statuses, early.changes]).toEqual([['SUBSCRIBED'], []])
  })
})

describe('a token that is renewed', () => {
  test('goes on in the same channel: subscribed again, nothing missed', async () => {
    let token = await harness.engine.signToken({ workspaceId: ours.id, expiresInSeconds: 2 })
    const renewing = harness.createClient(() => token)
    const watched = await watchChannel(renewing, 'renewal', [{ table: 'messages' }])
    await watched.ready()
    token = ours.token
    await renewing.realtime.setAuth()
    await watched.until(() => watched.system.length === 2)
    const expiry = Date.now() + 2500
    await watched.until(() => Date.now() > expiry)
    await insert('after the first has expired')
    await watched.until(() => watched.changes.length === 1)
    expect(watched.statuses).toEqual(['SUBSCRIBED'])
  })
})

describe('the outbox', () => {
  test('is empty once everything is told', async () => {
    const watched = await watchChannel(client, 'outbox', [{ table: 'messages' }])
    await watched.ready()
    await insert('one')
    await watched.until(() => watched.changes.length === 1)
    await expect.poll(() => run('select * from realtime.outbox')).toEqual([])
  })
})
