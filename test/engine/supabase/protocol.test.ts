import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Workspace } from '../harness/startHarness.ts'
import { connectRaw, type RawSocket } from './harness/connectRaw.ts'
import { type SupabaseHarness, startSupabaseHarness } from './harness/startSupabaseHarness.ts'

/* Realtime's protocol, frame by frame: what a client relies on and what it would never do. */

let harness: SupabaseHarness
let workspace: Workspace
const open = new Set<RawSocket>()

beforeAll(async () => {
  harness = await startSupabaseHarness({
    supabase: {
      joinErrorDelayMs: 150,
      upgradeErrorDelayMs: 10,
      changeDelayMs: 5,
      idleTimeoutMs: 1500,
      maxRecordBytes: 20_000,
    },
  })
})
beforeEach(async () => {
  workspace = await harness.createWorkspace()
})
afterEach(() => {
  for (const socket of open) socket.close()
  open.clear()
  harness.disconnectAll()
})
afterAll(() => harness.close())

const dial = (query: Readonly<Record<string, string>> = {}) => {
  const socket = connectRaw(harness.url, { apikey: harness.supabase.anonKey, vsn: '2.0.0', ...query })
  open.add(socket)
  return socket
}
const connect = async (query?: Readonly<Record<string, string>>) => {
  const socket = dial(query)
  await socket.opened()
  return socket
}
const changes = [{ event: '*', schema: 'public', table: 'messages' }]
const join = (
  socket: RawSocket,
  ref: string,
  config: object = {},
  more: object = { access_token: workspace.token },
  topic = 'realtime:t',
) => socket.send(ref, ref, topic, 'phx_join', { config, ...more })

describe('opening', () => {
  test.each([
    ['no key', { apikey: '' }, 401, '{"error":"API key is missing"}'],
    ['a key that is none', { apikey: 'nonsense' }, 401, '{"error":"The token provided is not a valid JWT"}'],
    ['a version nobody knows', { vsn: '9.0.0' }, 403, ''],
  ])('is refused for %s', async (_, query, status, body) => {
    expect(await dial(query).refused()).toEqual([status, body])
  })

  test('is refused for a key that is forged, has expired, or lacks what it needs', async () => {
    const { signToken } = harness.engine
    const old = await signToken({ workspaceId: 'w', expiresInSeconds: -10 })
    expect(await dial({ apikey: old }).refused()).toEqual([401, '{"error":"Token has expired"}'])
    const forged = `${workspace.token.slice(0, -8)}AAAAAAAA`
    expect(await dial({ apikey: forged }).refused()).toEqual([401, '{"error":"Failed to validate JWT signature"}'])
  })

  test('leaves Socket.IO and everybody else on the same port alone', async () => {
    const socket = await connect()
    const recorder = workspace.connect()
    await recorder.heard('ready')
    socket.send(null, '1', 'phoenix', 'heartbeat', {})
    expect(await socket.answered('1')).toEqual({ status: 'ok', response: {} })
    expect((await fetch(`${harness.url}/health`)).status).toBe(200)
  })
})

describe('a frame', () => {
  test('is answered as an object in version 1, and without the join’s ref', async () => {
    for (const query of [{ vsn: '1.0.0' }]) {
      const socket = await connect(query)
      socket.sendText(
        JSON.stringify({ topic: 'realtime:t', event: 'phx_join', payload: { config: {} }, ref: '7', join_ref: '7' }),
      )
      await expect
        .poll(() => socket.texts.map((text) => JSON.parse(text) as unknown))
        .toContainEqual({
          topic: 'realtime:t',
          event: 'phx_reply',
          ref: '7',
          payload: { status: 'ok', response: { postgres_changes: [] } },
        })
    }
  })

  test('that is none is ignored, and the socket stays', async () => {
    const socket = await connect()
    for (const text of ['not json', '{"topic":"phoenix"}', '[]', '[1,2,3]', 'null']) socket.sendText(text)
    socket.sendText(Buffer.from([9, 9, 9]))
    socket.send(null, '5', 'phoenix', 'heartbeat', {})
    expect(await socket.heard((frame) => frame[1] === '5')).toEqual([
      null,
      '5',
      'phoenix',
      'phx_reply',
      { status: 'ok', response: {} },
    ])
    expect(socket.frames).toHaveLength(1)
  })

  test('for a topic that is not joined is unmatched, unless it leaves', async () => {
    const socket = await connect()
    socket.send('1', '1', 'realtime:t', 'broadcast', { event: 'x' })
    socket.send('1', '2', 'other', 'phx_join', {})
    socket.send(null, '3', 'phoenix', 'dance', {})
    socket.send('1', '4', 'realtime:t', 'phx_leave', {})
    for (const ref of ['1', '2', '3']) {
      expect(await socket.heard((frame) => frame[1] === ref)).toEqual([
        null,
        ref,
        expect.any(String),
        'phx_reply',
        { status: 'error', response: { reason: 'unmatched topic' } },
      ])
    }
    expect(await socket.answered('4')).toEqual({ status: 'ok', response: {} })
  })

  test('that is too large ends the connection with 1009', async () => {
    const socket = await connect()
    socket.sendText('x'.repeat(5_000_001))
    expect(await socket.closed()).toBe(1009)
  })

  test('must come now and then: a silent socket is closed with 1000', async () => {
    expect(await (await connect()).closed()).toBe(1000)
  })
})

describe('a join', () => {
  test('is answered with its wishes, each with an id that is the same wherever it is made', async () => {
    const socket = await connect()
    const wishes = [
      ...changes,
      { event: 'INSERT', schema: 'public', table: 'conversations', filter: 'channel=eq.whatsapp' },
    ]
    join(socket, '1', { postgres_changes: wishes })
    const { status, response } = (await socket.answered('1')) as {
      status: string
      response: { postgres_changes: { id: number }[] }
    }
    expect([status, response.postgres_changes]).toEqual([
      'ok',
      wishes.map((wish) => ({ id: expect.any(Number), ...wish })),
    ])
    const other = await connect()
    join(other, '9', { postgres_changes: wishes }, undefined, 'realtime:elsewhere')
    expect((await other.answered('9'))['response']).toEqual(response)
    for (const { id } of response.postgres_changes) expect(id).toBeLessThan(2 ** 27)
  })

  test('comes before it is true: `system` says when it is', async () => {
    const socket = await connect()
    join(socket, '1', { postgres_changes: changes })
    await socket.heard((frame) => frame[3] === 'system')
    expect(socket.frames.map(([joinRef, ref, , event]) => [joinRef, ref, event])).toEqual([
      ['1', '1', 'phx_reply'],
      ['1', null, 'system'],
    ])
    expect(socket.frames[1]?.[4]).toEqual({
      message: 'Subscribed to PostgreSQL',
      status: 'ok',
      extension: 'postgres_changes',
      channel: 't',
    })
  })

  test('a second one on the same topic is answered first, and then the first is closed under its own ref', async () => {
    const socket = await connect()
    join(socket, '1')
    await socket.answered('1')
    join(socket, '2')
    await socket.heard((frame) => frame[3] === 'phx_close')
    expect(socket.frames.map(([joinRef, ref, , event]) => [joinRef, ref, event])).toEqual([
      ['1', '1', 'phx_reply'],
      ['2', '2', 'phx_reply'],
      ['1', '1', 'phx_close'],
    ])
  })

  test('is left with an answer and a close; under a stale ref with neither', async () => {
    const socket = await connect()
    join(socket, '1')
    await socket.answered('1')
    socket.send('0', '2', 'realtime:t', 'phx_leave', {})
    socket.send('0', '3', 'realtime:t', 'presence', { event: 'track', payload: {} })
    socket.send('1', '4', 'realtime:t', 'phx_leave', {})
    await socket.heard((frame) => frame[3] === 'phx_close')
    expect(socket.frames.slice(1).map(([joinRef, ref, , event]) => [joinRef, ref, event])).toEqual([
      ['1', '4', 'phx_reply'],
      ['1', '1', 'phx_close'],
    ])
  })

  test.each([
    ['a name that is empty', 'realtime:', {}, {}, /^TopicNameRequired: /],
    [
      'a private topic',
      'realtime:t',
      { private: true },
      {},
      /^Unauthorized: You do not have permissions to read from this Channel topic: t$/,
    ],
    [
      'a token that is none',
      'realtime:t',
      {},
      { access_token: 'nonsense' },
      /^MalformedJWT: The token provided is not a valid JWT$/,
    ],
  ])('is refused for %s, late, and the whole socket waits for it', async (_, topic, config, more, reason) => {
    const socket = await connect()
    const began = performance.now()
    join(socket, '1', config, more, topic)
    socket.send(null, '2', 'phoenix', 'heartbeat', {})
    await socket.answered('2')
    expect(performance.now() - began).toBeGreaterThan(140)
    const [first] = socket.frames
    expect(first).toEqual([
      '1',
      '1',
      topic,
      'phx_reply',
      { status: 'error', response: { reason: expect.stringMatching(reason) } },
    ])
  })

  test('is refused for tokens that have expired, are forged, or lack their role', async () => {
    const socket = await connect()
    const old = await harness.engine.signToken({ workspaceId: 'w', expiresInSeconds: -10 })
    const forged = `${workspace.token.slice(0, -8)}AAAAAAAA`
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`
    for (const [ref, token] of [
      ['1', old],
      ['2', forged],
      ['3', unsigned],
    ] as const)
      join(socket, ref, {}, { access_token: token })
    const reasons = await Promise.all(['1', '2', '3'].map(async (ref) => (await socket.answered(ref))['response']))
    expect(reasons).toEqual([
      { reason: expect.stringMatching(/^InvalidJWTToken: Token has expired 1\d seconds ago$/) },
      { reason: 'JwtSignatureError: Failed to validate JWT signature' },
      { reason: expect.stringMatching(/^JwtSignerError: /) },
    ])
  })
})

describe('a change', () => {
  const insert = async (body: string) => {
    const { id } = await workspace.seedOne()
    await harness.engine.database.query('insert into messages (conversation_id, body) values ($1, $2)', [id, body])
  }
  const listen = async () => {
    const socket = await connect()
    join(socket, '1', { postgres_changes: [{ event: 'INSERT', schema: 'public', table: 'messages' }] })
    await socket.heard((frame) => frame[3] === 'system')
    return socket
  }

  test('comes as Realtime writes it', async () => {
    const socket = await listen()
    await insert('Olá')
    const [joinRef, ref, topic, , payload] = await socket.heard((frame) => frame[3] === 'postgres_changes')
    const { ids, data } = payload as { ids: number[]; data: Record<string, unknown> }
    expect([joinRef, ref, topic, ids.length]).toEqual([null, null, 'realtime:t', 1])
    expect(Object.keys(data).toSorted()).toEqual([
      'columns',
      'commit_timestamp',
      'errors',
      'record',
      'schema',
      'table',
      'type',
    ])
    expect(data['columns']).toEqual(
      expect.arrayContaining([
        { name: 'id', type: 'uuid' },
        { name: 'metadata', type: 'jsonb' },
        { name: 'created_at', type: 'timestamptz' },
        { name: 'is_outgoing', type: 'bool' },
      ]),
    )
    expect(data['record']).toMatchObject({
      body: 'Olá',
      is_outgoing: true,
      metadata: {},
      created_at: expect.stringMatching(/T.*\+00:00$/),
    })
  })

  test('of another kind than was asked for does not come at all', async () => {
    const socket = await listen()
    await insert('one')
    await harness.engine.database.query(`update messages set body = 'two' where workspace_id = $1`, [workspace.id])
    await insert('three')
    const told = () =>
      socket.frames
        .filter((frame) => frame[3] === 'postgres_changes')
        .map((frame) => frame[4]['data'] as { type: string })
    await expect.poll(() => told().length).toBeGreaterThan(1)
    expect(told().map(({ type }) => type)).toEqual(['INSERT', 'INSERT'])
  })

  test('tells the old row whole where the table keeps it, but of a deleted one only the key', async () => {
    const { query } = harness.engine.database
    await query('alter table messages replica identity full')
    try {
      const socket = await connect()
      join(socket, '1', { postgres_changes: changes })
      await socket.heard((frame) => frame[3] === 'system')
      await insert('one')
      await query(`update messages set body = 'two' where workspace_id = $1`, [workspace.id])
      const toldOf = async (type: string) => {
        const frame = await socket.heard(
          ({ 3: event, 4: payload }) =>
            event === 'postgres_changes' && (payload['data'] as { type: string }).type === type,
        )
        return frame[4]['data'] as { old_record: object; record?: object }
      }
      expect((await toldOf('UPDATE')).old_record).toMatchObject({ id: expect.any(String), body: 'one' })
      await query('delete from messages where workspace_id = $1', [workspace.id])
      expect((await toldOf('DELETE')).old_record).toEqual({ id: expect.any(String) })
      expect(await toldOf('DELETE')).not.toHaveProperty('record')
    } finally {
      await query('alter table messages replica identity default')
    }
  })

  test('is told without the row to a role that may not read the key', async () => {
    const { runScript } = harness.engine.database
    await runScript('revoke select on messages from authenticated; grant select (body) on messages to authenticated')
    try {
      const socket = await listen()
      await insert('one')
      const [, , , , payload] = await socket.heard((frame) => frame[3] === 'postgres_changes')
      expect(payload['data']).toEqual({
        schema: 'public',
        table: 'messages',
        type: 'INSERT',
        errors: ['Error 401: Unauthorized'],
      })
    } finally {
      await runScript('grant select on messages to authenticated')
    }
  })

  test('that is too large comes without its large values', async () => {
    const socket = await listen()
    await insert('x'.repeat(30_000))
    const payload = (await socket.heard((frame) => frame[3] === 'postgres_changes'))[4] as {
      data: { errors: string[]; record: Record<string, unknown> }
    }
    expect(payload.data.errors).toEqual(['Error 413: Payload Too Large'])
    expect(Object.keys(payload.data.record)).toContain('id')
    expect(Object.keys(payload.data.record)).not.toContain('body')
  })

  test('of selected columns comes with those and the key', async () => {
    const socket = await connect()
    join(socket, '1', {
      postgres_changes: [{ event: 'INSERT', schema: 'public', table: 'messages', select: ['body'] }],
    })
    await socket.heard((frame) => frame[3] === 'system')
    await insert('Olá')
    const payload = (await socket.heard((frame) => frame[3] === 'postgres_changes'))[4] as {
      data: { columns: object[]; record: object }
    }
    expect(payload.data.record).toEqual({ id: expect.any(String), body: 'Olá' })
    expect(payload.data.columns).toEqual([
      { name: 'id', type: 'uuid' },
      { name: 'body', type: 'text' },
    ])
  })
})

describe('a token', () => {
  const listenWith = async (token: string) => {
    const socket = await connect()
    join(socket, '1', { postgres_changes: changes }, { access_token: token })
    await socket.heard((frame) => frame[3] === 'system')
    return socket
  }
  const systemOf = (socket: RawSocket) =>
    socket.frames.filter((frame) => frame[3] === 'system').map((frame) => frame[4]['message'])

  test('that is renewed subscribes anew, with what the new one may see', async () => {
    const other = await harness.createWorkspace()
    const socket = await listenWith(other.token)
    socket.send('1', '2', 'realtime:t', 'access_token', { access_token: workspace.token })
    await expect.poll(() => systemOf(socket)).toEqual(['Subscribed to PostgreSQL', 'Subscribed to PostgreSQL'])
    for (const place of [other, workspace]) {
      const { id } = await place.seedOne()
      await harness.engine.database.query('insert into messages (conversation_id, body) values ($1, $2)', [
        id,
        place.id,
      ])
    }
    const [, , , , payload] = await socket.heard((frame) => frame[3] === 'postgres_changes')
    expect(payload).toMatchObject({ data: { record: { body: workspace.id } } })
  })

  test('that is the same, none, or an opaque key changes nothing and is not answered', async () => {
    const socket = await listenWith(workspace.token)
    for (const token of [workspace.token, null, 'sb_publishable_x'])
      socket.send('1', '2', 'realtime:t', 'access_token', { access_token: token })
    socket.send(null, '3', 'phoenix', 'heartbeat', {})
    await socket.answered('3')
    expect(socket.frames.map((frame) => frame[3])).toEqual(['phx_reply', 'system', 'phx_reply'])
  })

  test.each([
    ['is none', () => 'nonsense', 'The token provided is not a valid JWT'],
    ['is forged', () => `${workspace.token.slice(0, -8)}AAAAAAAA`, ':signature_error'],
  ])('that %s ends the channel', async (_, toToken, message) => {
    const socket = await listenWith(workspace.token)
    socket.send('1', '2', 'realtime:t', 'access_token', { access_token: toToken() })
    expect(await socket.heard((frame) => frame[3] === 'phx_close')).toEqual(['1', '1', 'realtime:t', 'phx_close', {}])
    expect(systemOf(socket).at(-1)).toBe(message)
  })

  test('that expires ends the channel, with a word before it', async () => {
    const token = await harness.engine.signToken({ workspaceId: workspace.id, expiresInSeconds: 1 })
    const socket = await listenWith(token)
    await socket.heard((frame) => frame[3] === 'phx_close')
    expect(socket.frames.at(-2)).toEqual([
      '1',
      null,
      'realtime:t',
      'system',
      { message: 'Token has expired 0 seconds ago', status: 'error', extension: 'system', channel: 't' },
    ])
    socket.send('1', '5', 'realtime:t', 'broadcast', { event: 'x' })
    expect(await socket.answered('5')).toMatchObject({ response: { reason: 'unmatched topic' } })
  })
})
