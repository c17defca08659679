import {
  REALTIME_LISTEN_TYPES,
  REALTIME_SUBSCRIBE_STATES,
  type RealtimeChannel,
  type RealtimeChannelOptions,
} from '@supabase/supabase-js'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Workspace } from '../harness/startHarness.ts'
import { waitUntil } from '../harness/waitUntil.ts'
import { connectRaw } from './harness/connectRaw.ts'
import { type SupabaseHarness, startSupabaseHarness } from './harness/startSupabaseHarness.ts'

/* What clients tell each other past the database: broadcasts and presences. */

let harness: SupabaseHarness
let workspace: Workspace

beforeAll(async () => {
  harness = await startSupabaseHarness()
})
beforeEach(async () => {
  workspace = await harness.createWorkspace()
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

interface Heard {
  readonly event: string
  readonly payload: unknown
}

const enter = async (config: RealtimeChannelOptions['config'] = {}, name = 'room') => {
  const client = harness.createClient(workspace.token)
  await client.realtime.setAuth()
  const channel = client.channel(name, { config })
  const heard: Heard[] = []
  channel.on(
    REALTIME_LISTEN_TYPES.BROADCAST,
    { event: '*' },
    ({ event, payload }) => void heard.push({ event, payload: payload as unknown }),
  )
  await subscribe(channel)
  return { client, channel, heard }
}
const subscribe = (channel: RealtimeChannel) =>
  new Promise<void>((resolve) => {
    channel.subscribe((status) => status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED && resolve())
  })
const say = (channel: RealtimeChannel, payload: object, event = 'typing') =>
  channel.send({ type: 'broadcast', event, payload })

describe('a broadcast', () => {
  test('reaches the others on the topic, and the sender only if asked', async () => {
    const [ana, bia, other] = [await enter(), await enter({ broadcast: { self: true } }), await enter({}, 'elsewhere')]
    await say(ana.channel, { from: 'ana', words: 'Olá, 👋' })
    await say(bia.channel, { from: 'bia' })
    await waitUntil(() => ana.heard.length === 1 && bia.heard.length === 2)
    expect(ana.heard).toEqual([{ event: 'typing', payload: { from: 'bia' } }])
    expect(bia.heard.map(({ payload }) => payload)).toEqual([{ from: 'ana', words: 'Olá, 👋' }, { from: 'bia' }])
    expect(other.heard).toEqual([])
  })

  test('is acknowledged if asked', async () => {
    const ana = await enter({ broadcast: { ack: true } })
    expect(await say(ana.channel, { x: 1 })).toBe('ok')
  })

  test('goes through byte for byte in binary, and as text to who cannot read that', async () => {
    const [ana, bia] = [await enter(), await enter()]
    const old = connectRaw(harness.url, { apikey: harness.supabase.anonKey, vsn: '1.0.0' })
    await old.opened()
    old.sendText(JSON.stringify({ topic: 'realtime:room', event: 'phx_join', payload: { config: {} }, ref: '1' }))
    await waitUntil(() => old.texts.length === 1)
    await say(ana.channel, { n: 1 })
    await waitUntil(() => bia.heard.length === 1 && old.texts.length === 2)
    expect(JSON.parse(old.texts[1] ?? '')).toEqual({
      topic: 'realtime:room',
      event: 'broadcast',
      ref: null,
      payload: { type: 'broadcast', event: 'typing', payload: { n: 1 } },
    })
    const bytes = new Uint8Array([0, 255, 3, 4])
    await ana.channel.send({ type: 'broadcast', event: 'bytes', payload: bytes.buffer as never })
    await waitUntil(() => bia.heard.length === 2)
    expect(new Uint8Array(bia.heard[1]?.payload as ArrayBuffer)).toEqual(bytes)
    old.sendText(
      JSON.stringify({
        topic: 'realtime:room',
        event: 'broadcast',
        payload: { type: 'broadcast', event: 'text', payload: { n: 2 } },
        ref: '2',
      }),
    )
    await waitUntil(() => bia.heard.length === 3)
    expect(bia.heard[2]).toEqual({ event: 'text', payload: { n: 2 } })
    old.close()
  })

  test('can be sent by HTTP, one or many', async () => {
    const bia = await enter()
    const client = harness.createClient(workspace.token)
    await client.realtime.setAuth()
    await client.channel('room').httpSend('typing', { by: 'http' })
    const url = `${harness.url}/realtime/v1/api/broadcast`
    const headers = { apikey: harness.supabase.anonKey, 'content-type': 'application/json' }
    const post = (body: object, more = headers) =>
      fetch(url, { method: 'POST', headers: more, body: JSON.stringify(body) }).then(({ status }) => status)
    expect(
      await post({
        messages: [
          { topic: 'room', event: 'a', payload: {} },
          { topic: 'other', event: 'b', payload: {} },
        ],
      }),
    ).toBe(202)
    expect(await post({ messages: 'none' })).toBe(422)
    expect(await post({ messages: [] }, { ...headers, apikey: 'x' })).toBe(401)
    await waitUntil(() => bia.heard.length === 2)
    expect(bia.heard.map(({ event }) => event)).toEqual(['typing', 'a'])
  })
})

describe('a private topic', () => {
  const tryToEnter = async (token: string | null, name: string) => {
    const client = harness.createClient(token)
    await client.realtime.setAuth()
    const channel = client.channel(name, { config: { private: true } })
    const outcome = await new Promise<string>((resolve) => {
      channel.subscribe((status, error) => resolve(error?.message ?? status))
    })
    await client.removeChannel(channel)
    return outcome
  }

  test('is its workspace’s: members come in, nobody else does', async () => {
    const stranger = await harness.createWorkspace()
    for (const name of [`workspace:${workspace.id}`, `workspace:${workspace.id}:typing`]) {
      expect(await tryToEnter(workspace.token, name)).toBe('SUBSCRIBED')
      const refusal = `Unauthorized: You do not have permissions to read from this Channel topic: ${name}`
      expect(await tryToEnter(stranger.token, name)).toBe(refusal)
      expect(await tryToEnter(null, name)).toBe(refusal)
    }
    expect(await tryToEnter(workspace.token, 'lobby')).toMatch(/^Unauthorized/)
    expect(await harness.engine.database.query('select from realtime.messages')).toEqual([])
  })

  test('carries broadcasts among its members, and none from the public topic of its name', async () => {
    const name = `workspace:${workspace.id}`
    const stranger = await harness.createWorkspace()
    const [ana, bia, loud] = [
      await enter({ private: true }, name),
      await enter({ private: true }, name),
      await enter({}, name),
    ]
    await say(loud.channel, { from: 'outside' })
    const send = (token: string, words: string) =>
      fetch(`${harness.url}/realtime/v1/api/broadcast`, {
        method: 'POST',
        headers: {
          apikey: harness.supabase.anonKey,
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ messages: [{ topic: name, event: 'http', payload: { words }, private: true }] }),
      })
    await send(stranger.token, 'intruding')
    await send(workspace.token, 'by HTTP')
    await say(ana.channel, { from: 'ana' })
    await waitUntil(() => bia.heard.length === 2)
    expect(bia.heard.map(({ payload }) => payload)).toEqual([{ words: 'by HTTP' }, { from: 'ana' }])
    expect(loud.heard).toEqual([])
  })

  test('is lost with the token that opened it', async () => {
    const name = `workspace:${workspace.id}`
    const stranger = await harness.createWorkspace()
    const socket = connectRaw(harness.url, { apikey: harness.supabase.anonKey, vsn: '2.0.0' })
    await socket.opened()
    socket.send('1', '1', `realtime:${name}`, 'phx_join', { config: { private: true }, access_token: workspace.token })
    expect(await socket.answered('1')).toMatchObject({ status: 'ok' })
    socket.send('1', '2', `realtime:${name}`, 'access_token', { access_token: stranger.token })
    await socket.heard((frame) => frame[3] === 'phx_close')
    expect(socket.frames.at(-2)?.[4]).toMatchObject({
      status: 'error',
      message: `You no longer have permission to read from this Channel topic: ${name}`,
    })
    socket.close()
  })
})

describe('presence', () => {
  const watch = async (key: string) => {
    const client = harness.createClient(workspace.token)
    await client.realtime.setAuth()
    const channel = client.channel('room', { config: { presence: { key } } })
    const events: string[] = []
    channel
      .on('presence', { event: 'sync' }, () => {})
      .on('presence', { event: 'join' }, ({ key: who }) => void events.push(`+${who}`))
      .on('presence', { event: 'leave' }, ({ key: who }) => void events.push(`-${who}`))
    await subscribe(channel)
    return { client, channel, events, state: () => Object.keys(channel.presenceState()).toSorted() }
  }

  test('tells who is there, who comes, and who goes', async () => {
    const ana = await watch('ana')
    await ana.channel.track({ status: 'online' })
    const bia = await watch('bia')
    await waitUntil(() => bia.state().length === 1)
    await bia.channel.track({ status: 'away' })
    await waitUntil(() => ana.state().length === 2 && bia.state().length === 2)
    expect(ana.channel.presenceState()['bia']).toEqual([{ status: 'away', presence_ref: expect.any(String) }])
    await bia.channel.track({ status: 'online' })
    await waitUntil(() => (ana.channel.presenceState<{ status: string }>()['bia'] ?? [])[0]?.status === 'online')
    await bia.channel.untrack()
    await waitUntil(() => ana.state().join(',') === 'ana')
    await bia.channel.track({ status: 'online' })
    await waitUntil(() => ana.state().length === 2)
    // Gone without a word.
    await bia.client.realtime.disconnect()
    await waitUntil(() => ana.state().join(',') === 'ana')
    expect(ana.events).toEqual(['+ana', '+bia', '+bia', '-bia', '-bia', '+bia', '-bia'])
  })

  test('of what is no map is refused', async () => {
    const socket = connectRaw(harness.url, { apikey: harness.supabase.anonKey, vsn: '2.0.0' })
    await socket.opened()
    socket.send('1', '1', 'realtime:room', 'phx_join', { config: { presence: { key: '', enabled: true } } })
    await socket.heard((frame) => frame[3] === 'presence_state')
    expect(socket.frames[1]?.slice(0, 2)).toEqual(['1', null])
    socket.send('1', '2', 'realtime:room', 'presence', { type: 'presence', event: 'track', payload: 'here' })
    expect(await socket.answered('2')).toEqual({
      status: 'error',
      response: { reason: 'Presence track payload must be a map' },
    })
    socket.close()
  })
})
