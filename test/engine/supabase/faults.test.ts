import type { SupabaseClient } from '@supabase/supabase-js'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SeededConversation } from '../../../src/engine/seed/seedConversations.ts'
import type { SupabaseFaults } from '../../../src/engine/supabase/faults.ts'
import type { Workspace } from '../harness/startHarness.ts'
import { connectRaw } from './harness/connectRaw.ts'
import { type SupabaseHarness, startSupabaseHarness } from './harness/startSupabaseHarness.ts'
import { watchChannel } from './harness/watchChannel.ts'

/* What a Supabase project does on a bad day, and what the unmodified client makes of it. */

let harness: SupabaseHarness
let faults: SupabaseFaults
let workspace: Workspace
let conversation: SeededConversation
let client: SupabaseClient

beforeAll(async () => {
  harness = await startSupabaseHarness()
  faults = harness.supabase.faults
})
beforeEach(async () => {
  workspace = await harness.createWorkspace()
  conversation = await workspace.seedOne()
  client = harness.createClient(workspace.token)
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

const messages = [{ table: 'messages' }]
const insert = (body: string) =>
  harness.engine.database.query('insert into messages (conversation_id, body) values ($1, $2)', [conversation.id, body])

test('late ready: subscribed long before anything is listened to, and what comes between is lost', async () => {
  const witness = await watchChannel(harness.createClient(workspace.token), 'witness', messages)
  await witness.ready()
  faults.lateReady = 400
  const watched = await watchChannel(client, 'late', messages)
  await watched.until(() => watched.statuses.includes('SUBSCRIBED'))
  const subscribedAt = performance.now()
  await insert('lost')
  await witness.until(() => witness.changes.length === 1)
  await watched.ready()
  expect(performance.now() - subscribedAt).toBeGreaterThan(300)
  await insert('heard')
  await watched.until(() => watched.changes.length > 0)
  expect(watched.changes.map((change) => change.new['body'])).toEqual(['heard'])
})

test('failed ready: the channel says it is subscribed, and hears nothing', async () => {
  faults.failReady = 'Unable to subscribe to changes with given parameters.'
  const watched = await watchChannel(client, 'fail', messages)
  await watched.until(() => watched.system.length === 1)
  expect(watched.system).toEqual([expect.objectContaining({ status: 'error', message: faults.failReady })])
  expect(watched.statuses).toEqual(['SUBSCRIBED'])
})

test('join error: the client says so and tries again', async () => {
  faults.joinError = 'ConnectionRateLimitReached: Too many connected users'
  const watched = await watchChannel(client, 'refused', messages)
  await watched.until(() => watched.errors.length > 0)
  expect([watched.statuses[0], watched.errors[0]]).toEqual(['CHANNEL_ERROR', faults.joinError])
  faults.clear()
  await watched.ready()
  expect(watched.statuses.at(-1)).toBe('SUBSCRIBED')
})

test('unanswered join: nothing comes back', async () => {
  faults.unansweredJoin = true
  const socket = connectRaw(harness.url, { apikey: harness.supabase.anonKey, vsn: '2.0.0' })
  await socket.opened()
  socket.send('1', '1', 'realtime:t', 'phx_join', { config: {} })
  socket.send(null, '2', 'phoenix', 'heartbeat', {})
  await socket.answered('2')
  expect(socket.frames).toHaveLength(1)
  socket.close()
})

test('deaf heartbeat: only the client’s own clock finds out', async () => {
  const socket = connectRaw(harness.url, { apikey: harness.supabase.anonKey, vsn: '2.0.0' })
  await socket.opened()
  faults.deafHeartbeat = true
  socket.send(null, '1', 'phoenix', 'heartbeat', {})
  socket.send('1', '2', 'realtime:t', 'phx_leave', {})
  await socket.answered('2')
  expect(socket.frames).toHaveLength(1)
  socket.close()
})

test.each([1006, 1012] as const)(
  'dropped sockets (%i): the client says so once, and comes back by itself',
  async (code) => {
    const watched = await watchChannel(client, 'dropped', messages)
    await watched.ready()
    faults.dropSockets(code)
    await watched.until(() => watched.statuses.includes('CHANNEL_ERROR'))
    // Which of the two a broken line is called differs by platform.
    expect(watched.errors[0]).toMatch(code === 1006 ? /socket closed: 1006|transport failure/ : /socket closed: 1012/)
    await watched.until(() => watched.system.filter(({ status }) => status === 'ok').length === 2)
    await insert('heard')
    await watched.until(() => watched.changes.length === 1)
    expect(watched.statuses).toEqual(['SUBSCRIBED', 'CHANNEL_ERROR', 'SUBSCRIBED'])
  },
)

test('silent loss: events vanish, and nothing tells', async () => {
  const watched = await watchChannel(client, 'loss', messages)
  await watched.ready()
  faults.silentLoss = true
  await insert('lost')
  await expect.poll(() => harness.engine.database.query('select from realtime.outbox')).toEqual([])
  // What was taken out may still be on its way; what follows waits for it.
  await harness.engine.database.query('select 1')
  const before = watched.changes.length
  faults.silentLoss = false
  await insert('heard')
  await watched.until(() => watched.changes.some((change) => change.new['body'] === 'heard'))
  expect([before, watched.changes.map((change) => change.new['body']), watched.statuses]).toEqual([
    0,
    ['heard'],
    ['SUBSCRIBED'],
  ])
})

test('record error 413: the key is told and what is small, not the words', async () => {
  const watched = await watchChannel(client, 'large', messages)
  await watched.ready()
  faults.recordError = 413
  await insert('x'.repeat(100))
  await watched.until(() => watched.changes.length === 1)
  const { errors, new: row } = watched.changes[0] ?? {}
  expect([errors, row?.['conversation_id'], row?.['body']]).toEqual([
    ['Error 413: Payload Too Large'],
    conversation.id,
    undefined,
  ])
})

test.each([
  [400, 'Error 400: Bad Request, no primary key'],
  [401, 'Error 401: Unauthorized'],
] as const)('record error %i: only that something happened is told', async (status, words) => {
  const watched = await watchChannel(client, 'errors', messages)
  await watched.ready()
  faults.recordError = status
  await insert('unseen')
  await watched.until(() => watched.changes.length === 1)
  expect(watched.changes[0]).toMatchObject({ eventType: 'INSERT', table: 'messages', errors: [words], new: {} })
})

test('refused upgrade: the client goes on trying', async () => {
  faults.refuseUpgrade = 401
  const watched = await watchChannel(client, 'upgrade', messages)
  await watched.until(() => watched.statuses.includes('CHANNEL_ERROR'))
  faults.clear()
  await watched.ready()
  expect(watched.statuses.at(-1)).toBe('SUBSCRIBED')
})

test('expired tokens: closed for good, and the client does not come back', async () => {
  const watched = await watchChannel(client, 'expired', messages)
  await watched.ready()
  faults.expireTokens()
  await watched.until(() => watched.statuses.includes('CLOSED'))
  expect(watched.system.at(-1)).toMatchObject({
    status: 'error',
    extension: 'system',
    message: 'Token has expired 0 seconds ago',
  })
  expect(client.getChannels()).toEqual([])
})

test('mismatched join: closed, then an error, and the client does not come back', async () => {
  faults.mismatchedJoin = true
  const watched = await watchChannel(client, 'mismatch', messages)
  await watched.until(() => watched.statuses.includes('CHANNEL_ERROR'))
  expect(watched.statuses).toEqual(['CLOSED', 'CHANNEL_ERROR'])
  expect(watched.errors).toEqual([expect.stringContaining('mismatch between server and client bindings')])
  expect(client.getChannels()).toEqual([])
})

test('crashed channels: the client says so, and joins again', async () => {
  const watched = await watchChannel(client, 'crash', messages)
  await watched.ready()
  faults.crashChannels()
  await watched.until(() => watched.system.filter(({ status }) => status === 'ok').length === 2)
  expect(watched.statuses).toEqual(['SUBSCRIBED', 'CHANNEL_ERROR', 'SUBSCRIBED'])
})

test('all of it is taken back at once', () => {
  Object.assign(faults, { lateReady: 5, joinError: 'x', restDown: true, recordError: 413 })
  faults.clear()
  expect(faults).toMatchObject({
    lateReady: 0,
    joinError: null,
    restDown: false,
    recordError: null,
    refuseUpgrade: null,
  })
})

test('a server that stops says so with 1012, and does not wait for whom it was about to refuse', async () => {
  const other = await startSupabaseHarness({ supabase: { upgradeErrorDelayMs: 60_000 } })
  const refused = connectRaw(other.url, { apikey: 'nonsense' })
  const socket = connectRaw(other.url, { apikey: other.supabase.anonKey, vsn: '2.0.0' })
  await socket.opened()
  await other.close()
  expect(await socket.closed()).toBe(1012)
  expect(await refused.closed()).toBe(1006)
})
