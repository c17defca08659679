// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { ConversationError } from '../../src/domain/errors.ts'
import type { Feed } from '../../src/transports/realtimeListener.ts'
import {
  createSupabaseRealtime,
  loadRealtimeClient,
  type SignInEvents,
  type SupabaseRealtime,
  type SupabaseRealtimeOptions,
} from '../../src/transports/supabaseRealtime.ts'
import type { Frame, RoomEvent, Transport } from '../../src/transports/transport.ts'
import type { RealtimePlace, SocketClass } from '../../src/transports/realtimeLibrary.ts'
import { startRealtimeServer, type JoinAnswer, type RealtimeServer } from '../helpers/realtimeServer.ts'
import { stopClock } from '../helpers/stillClock.ts'

const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

async function serve(): Promise<RealtimeServer> {
  const server = await startRealtimeServer()
  opened.push(server.stop)
  return server
}

const toFeed = (topic: string, table: string): Feed => ({
  topic,
  changes: [{ name: table, schema: 'public', table, filter: `id=eq.${topic}` }],
  broadcasts: ['typing'],
  presence: null,
  isPrivate: false,
})

/** Node's WebSocket takes none of jsdom's events, so it is the one of `ws`. */
const locate = async (url: string): Promise<RealtimePlace> => ({
  endPoint: `${url.replace('http', 'ws')}/realtime/v1`,
  apiKey: 'anon-key',
  RealtimeClient: (await loadRealtimeClient()).RealtimeClient,
  WebSocket: WebSocket as unknown as SocketClass,
})

interface Opened extends SupabaseRealtime {
  readonly frames: readonly Frame[]
  readonly events: readonly RoomEvent[]
  /** `renew` of every token that was asked for. */
  readonly asked: readonly boolean[]
}

function open(url: string, options: Partial<SupabaseRealtimeOptions> = {}): Opened {
  const asked: boolean[] = []
  const transport = createSupabaseRealtime({
    locate: () => locate(url),
    auth: async ({ renew }) => {
      asked.push(renew)
      return `token-${asked.length}`
    },
    lobby: toFeed('lobby', 'conversations'),
    toFeed: (room) => toFeed(room, 'messages'),
    toRoom: ({ payload }) => String((payload as { conversationId?: unknown }).conversationId),
    greet: () => ({ userId: 'u' }),
    random: () => 0,
    ...options,
  })
  const frames: Frame[] = []
  const events: RoomEvent[] = []
  transport.onFrame((frame) => frames.push(frame))
  transport.onRoom((event) => events.push(event))
  opened.push(() => transport.disconnect())
  transport.connect()
  return { ...transport, frames, events, asked }
}

const status = (transport: Transport) => transport.state.get().status
const connected = (transport: Transport) => expect.poll(() => status(transport)).toBe('connected')
const reason = (transport: Transport) => {
  const state = transport.state.get()
  return state.status === 'waiting' || state.status === 'unauthorized' ? state.error.code : null
}
const joined = (transport: Opened, room: string, times = 1) =>
  expect
    .poll(() => transport.events.filter((event) => event.type === 'joined' && event.room === room).length)
    .toBe(times)
const joinsOf = (server: RealtimeServer, topic: string) => server.joins.filter((join) => join.topic === topic)
/** Decides about one topic; all others are fine. */
const onlyFor = (topic: string, answer: () => JoinAnswer) => (join: { topic: string }) =>
  join.topic === topic ? answer() : {}
const setVisibility = (value: 'visible' | 'hidden') => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, value })
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
}

describe('Supabase Realtime as a transport', () => {
  it('is connected when the lobby listens, and says who is there', async () => {
    const server = await serve()
    const transport = open(server.url)
    await connected(transport)
    expect(transport.frames).toEqual([{ name: 'session', payload: { userId: 'u' } }])
    expect(server.joins).toHaveLength(1)
    expect(server.joins[0]?.bindings).toMatchObject([{ table: 'conversations', filter: 'id=eq.lobby' }])
  })

  it('keeps the token out of every URL', async () => {
    const server = await serve()
    await connected(open(server.url))
    expect(server.upgrades.join()).toContain('anon-key')
    expect(server.upgrades.join()).not.toContain('token-')
  })

  it('brings changes as frames, whole with what the database says is wrong with them', async () => {
    const server = await serve()
    const transport = open(server.url)
    await connected(transport)
    server.change('lobby', {
      type: 'UPDATE',
      record: { id: 1 },
      old_record: { id: 1 },
      errors: ['Error 413: Payload Too Large'],
      commit_timestamp: '2026-11-21T03:57:26.800Z',
    })
    await expect
      .poll(() => transport.frames.at(-1))
      .toEqual({
        name: 'conversations',
        payload: {
          eventType: 'UPDATE',
          new: { id: 1 },
          old: { id: 1 },
          errors: ['Error 413: Payload Too Large'],
          commitTimestamp: '2026-11-21T03:57:26.800Z',
        },
      })
  })

  it('comes back after a drop, in a connection of its own', async () => {
    const server = await serve()
    const transport = open(server.url)
    await connected(transport)
    server.drop()
    await expect.poll(() => status(transport)).not.toBe('connected')
    await connected(transport)
    expect(transport.state.get()).toMatchObject({ epoch: 2 })
    await expect.poll(server.sockets).toBe(1)
  })

  it('makes another connection when it is told that this one is dead', async () => {
    const server = await serve()
    const transport = open(server.url)
    await connected(transport)
    transport.reset()
    expect(reason(transport)).toBe('timeout')
    await expect.poll(() => transport.state.get()).toMatchObject({ status: 'connected', epoch: 2 })
    await expect.poll(server.sockets).toBe(1)
  })

  it('waits longer with each failure until a catch-up has succeeded', async () => {
    const server = await serve()
    const transport = open(server.url)
    const attemptAfterDrop = async () => {
      await connected(transport)
      server.drop()
      await expect.poll(() => status(transport)).toBe('waiting')
      const state = transport.state.get()
      return state.status === 'waiting' ? state.attempt : null
    }
    expect(await attemptAfterDrop()).toBe(1)
    expect(await attemptAfterDrop()).toBe(2)
    await connected(transport)
    transport.confirmHealthy()
    expect(await attemptAfterDrop()).toBe(1)
  })

  it('comes back when the server does, at once on the word that the network is there', async () => {
    const server = await serve()
    const transport = open(server.url)
    await connected(transport)
    await server.stop()
    await expect.poll(() => transport.state.get()).toMatchObject({ status: 'waiting', attempt: 3 })
    await server.start()
    globalThis.dispatchEvent(new Event('online'))
    expect(status(transport)).toBe('connecting')
    await connected(transport)
  })

  it('says unauthorized without knocking when nobody is signed in', async () => {
    const server = await serve()
    const transport = open(server.url, {
      auth: () => Promise.reject(new ConversationError('unauthorized', 'nobody is signed in')),
    })
    await expect.poll(() => status(transport)).toBe('unauthorized')
    expect(server.upgrades).toEqual([])
  })

  it('waits when the library did not load, and does not give up on it', async () => {
    const server = await serve()
    let loads = 0
    const transport = open(server.url, {
      locate: async () => {
        loads += 1
        if (loads === 1) throw new ConversationError('unsupported', 'unable to load Supabase')
        return locate(server.url)
      },
    })
    await expect.poll(() => reason(transport)).toBe('unsupported')
    await connected(transport)
  })

  it('does not wait for ever for a library that never comes', async () => {
    const wait = stopClock()
    const transport = open('http://nowhere.invalid', { locate: () => new Promise(() => {}) })
    await wait(14_000)
    expect(status(transport)).toBe('connecting')
    await wait(1_000)
    expect([status(transport), reason(transport)]).toEqual(['waiting', 'timeout'])
    await wait(500)
    expect(transport.state.get()).toMatchObject({ status: 'connecting', attempt: 2 })
  })

  it('does not buffer what is sent while it is down', async () => {
    const server = await serve()
    const transport = open(server.url)
    const frame = { name: 'typing', payload: { conversationId: 'a' } }
    await expect(transport.send(frame)).rejects.toMatchObject({ code: 'disconnected' })
    await connected(transport)
    await expect(transport.send(frame)).rejects.toMatchObject({ code: 'disconnected' })
    transport.subscribe('a')
    await joined(transport, 'a')
    await transport.send(frame)
    await expect.poll(() => server.heard).toEqual([{ topic: 'a', event: 'typing', payload: frame.payload }])
    server.say('a', 'typing', { from: 'another' })
    await expect.poll(() => transport.frames.at(-1)).toEqual({ name: 'typing', payload: { from: 'another' } })
  })

  it('keeps a room for as long as somebody asks for it: one channel however many do', async () => {
    const server = await serve()
    const transport = open(server.url)
    transport.subscribe('a')
    transport.subscribe('a')
    await joined(transport, 'a')
    transport.unsubscribe('a')
    expect(server.topics()).toEqual(['lobby', 'a'])
    transport.unsubscribe('a')
    await expect.poll(server.topics).toEqual(['lobby'])
    transport.subscribe('a')
    await joined(transport, 'a', 2)
    expect(joinsOf(server, 'a')).toHaveLength(2)
  })

  it('joins its rooms again in every connection', async () => {
    const server = await serve()
    const transport = open(server.url)
    transport.subscribe('a')
    transport.subscribe('b')
    await joined(transport, 'a')
    await joined(transport, 'b')
    transport.unsubscribe('b')
    server.drop()
    await joined(transport, 'a', 2)
    await joined(transport, 'b', 1)
  })

  it('leaves no socket, no channel, no timer and no listener behind', async () => {
    const server = await serve()
    const added = new Map<string, number>()
    const track = (target: EventTarget) => {
      const { addEventListener, removeEventListener } = target
      target.addEventListener = (...args: Parameters<typeof addEventListener>) => {
        added.set(args[0], (added.get(args[0]) ?? 0) + 1)
        addEventListener.apply(target, args)
      }
      target.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
        added.set(args[0], (added.get(args[0]) ?? 0) - 1)
        removeEventListener.apply(target, args)
      }
      return () => Object.assign(target, { addEventListener, removeEventListener })
    }
    const undo = [track(globalThis), track(document)]
    const running = new Map<unknown, string>()
    const { setTimeout: start, clearTimeout: end } = globalThis
    vi.stubGlobal('setTimeout', (callback: () => void, ...rest: number[]) => {
      const timer = start(
        () => {
          running.delete(timer)
          callback()
        },
        ...rest,
      )
      running.set(timer, String(new Error('started').stack))
      return timer
    })
    vi.stubGlobal('clearTimeout', (timer: never) => {
      running.delete(timer)
      end(timer)
    })
    const transport = open(server.url)
    transport.subscribe('a')
    for (let count = 0; count < 20; count += 1) {
      transport.disconnect()
      transport.connect()
    }
    await joined(transport, 'a')
    server.drop()
    await joined(transport, 'a', 2)
    transport.disconnect()
    // The socket's own, until the other side has agreed to the end: whoever started it is in the third line.
    const left = [...running.values()].filter((stack) => !stack.split('\n')[2]?.includes('/node_modules/ws/'))
    vi.unstubAllGlobals()
    for (const restore of undo) restore()
    expect(left).toEqual([])
    await expect.poll(server.sockets).toBe(0)
    expect([...added].filter(([, count]) => count !== 0)).toEqual([])
  })
})

describe('private channels', () => {
  const refuse = (topic: string) => ({
    reply: { error: `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}` },
  })

  it('are listened to without a word to others where this user is not let in', async () => {
    const server = await serve()
    server.onJoin(({ topic, isPrivate }) => (isPrivate ? refuse(topic) : {}))
    const greeted: boolean[] = []
    const transport = open(server.url, {
      lobby: { ...toFeed('workspace:tokenlab', 'conversations'), isPrivate: true },
      greet: (_, { isBare }) => greeted.push(isBare),
    })
    await connected(transport)
    expect(greeted).toEqual([true])
    expect(transport.asked).toEqual([false, false])
  })

  it('of one conversation that are closed leave its table open', async () => {
    const server = await serve()
    server.onJoin(({ topic, isPrivate }) => (topic === 'a' && isPrivate ? refuse(topic) : {}))
    const transport = open(server.url, {
      lobby: { ...toFeed('lobby', 'conversations'), isPrivate: true },
      toFeed: (room) => ({ ...toFeed(room, 'messages'), isPrivate: true }),
    })
    await connected(transport)
    transport.subscribe('a')
    await joined(transport, 'a')
    expect(joinsOf(server, 'a').map(({ isPrivate }) => isPrivate)).toEqual([true, false])
    expect(joinsOf(server, 'lobby').map(({ isPrivate }) => isPrivate)).toEqual([true])
    await expect(transport.send({ name: 'typing', payload: { conversationId: 'a' } })).rejects.toMatchObject({
      code: 'unsupported',
    })
  })

  it('tell again who is there when the server begins anew with a renewed token', async () => {
    const server = await serve()
    const transport = open(server.url, {
      lobby: { ...toFeed('lobby', 'conversations'), presence: 'presence' },
    })
    await connected(transport)
    server.tellPresence('lobby', { key: { metas: [{ phx_ref: '1', userId: 'bia' }] } })
    const told = () => transport.frames.filter(({ name }) => name === 'presence')
    await expect.poll(told).toHaveLength(1)
    await transport.send({ name: 'authenticate', payload: { token: 'another' } })
    await expect.poll(told).toHaveLength(2)
    expect(told()[1]).toEqual(told()[0])
  })
})

describe('the traps of Supabase Realtime', () => {
  it('trap 1, 25: SUBSCRIBED before the feed is live: waits for system ok, and for nothing else', async () => {
    const server = await serve()
    server.onJoin(() => ({ systemAfterMs: 300 }))
    const transport = open(server.url)
    await expect.poll(() => server.joins.length).toBe(1)
    await expect.poll(server.topics).toEqual(['lobby'])
    expect(status(transport)).toBe('connecting')
    await connected(transport)
    transport.subscribe('a')
    await expect.poll(server.topics).toEqual(['lobby', 'a'])
    expect(transport.events).toEqual([])
    await joined(transport, 'a')
    expect(transport.events).toEqual([{ type: 'joined', room: 'a', acknowledged: true }])
  })

  it('trap 2: a subscription that failed behind a healthy channel: made anew', async () => {
    const server = await serve()
    let count = 0
    server.onJoin(() => ((count += 1) > 1 ? {} : { system: { error: 'Unable to subscribe to changes' } }))
    const transport = open(server.url)
    await expect.poll(() => reason(transport)).toBe('server_error')
    await connected(transport)
  })

  it('trap 2: a filter that the database cannot read: that room is refused for good, and no other', async () => {
    const server = await serve()
    server.onJoin(onlyFor('a', () => ({ system: { error: 'ERROR 22P02 invalid input syntax for type uuid' } })))
    const transport = open(server.url)
    transport.subscribe('a')
    transport.subscribe('b')
    await joined(transport, 'b')
    await expect
      .poll(() => transport.events.find(({ room }) => room === 'a'))
      .toMatchObject({
        type: 'refused',
        error: { code: 'invalid_payload' },
      })
    expect(joinsOf(server, 'a')).toHaveLength(1)
    expect(status(transport)).toBe('connected')
  })

  it('trap 2: a zombie that never says anything: given up after the deadline', async () => {
    const server = await serve()
    let count = 0
    server.onJoin(onlyFor('lobby', () => ((count += 1) > 1 ? {} : { system: 'silent' })))
    const transport = open(server.url, { deadlineMs: 200 })
    await expect.poll(() => reason(transport)).toBe('timeout')
    await connected(transport)
    let rooms = 0
    server.onJoin(onlyFor('a', () => ((rooms += 1) > 1 ? {} : { system: 'silent' })))
    transport.subscribe('a')
    await joined(transport, 'a')
    expect(rooms).toBe(2)
    expect(status(transport)).toBe('connected')
  })

  it('trap 3: the token goes out with the first join', async () => {
    const server = await serve()
    const transport = open(server.url, {
      auth: () => new Promise((resolve) => setTimeout(() => resolve('late token'), 100)),
    })
    transport.subscribe('a')
    await joined(transport, 'a')
    expect(server.joins.map(({ token }) => token)).toEqual(['late token', 'late token'])
  })

  it('trap 4: silent expiry: a new token, and everything joined again', async () => {
    const server = await serve()
    const transport = open(server.url)
    transport.subscribe('a')
    await joined(transport, 'a')
    server.system('a', { extension: 'system', status: 'error', message: 'Token has expired 0 seconds ago' })
    server.closeChannel('a')
    await joined(transport, 'a', 2)
    expect(transport.asked).toEqual([false, true])
    expect(server.joins.map(({ token }) => token)).toEqual(['token-1', 'token-1', 'token-2', 'token-2'])
  })

  it('trap 4: a renewed token that is refused too: unauthorized, until somebody looks', async () => {
    const server = await serve()
    server.onJoin(() => ({ reply: { error: 'InvalidJWTToken: Token has expired 5 seconds ago' } }))
    const transport = open(server.url)
    await expect.poll(() => status(transport)).toBe('unauthorized')
    expect(transport.asked).toEqual([false, true])
    server.onJoin(() => ({}))
    setVisibility('visible')
    await connected(transport)
  })

  it('trap 4: a new token is pushed to the living channels, and each room catches up when it is taken', async () => {
    const server = await serve()
    const transport = open(server.url)
    transport.subscribe('a')
    await joined(transport, 'a')
    await transport.send({ name: 'authenticate', payload: { token: 'renewed' } })
    await joined(transport, 'a', 2)
    await expect.poll(() => transport.state.get()).toEqual({ status: 'connected', epoch: 2 })
    expect(server.pushed).toEqual(['renewed', 'renewed'])
    expect(server.sockets()).toBe(1)
    transport.subscribe('b')
    await joined(transport, 'b')
    expect(joinsOf(server, 'b')[0]?.token).toBe('renewed')
  })

  it('trap 5, 26: a page that wakes up asks for a good token before it joins', async () => {
    const server = await serve()
    let good = 'first'
    const transport = open(server.url, { auth: async () => good })
    await connected(transport)
    setVisibility('hidden')
    await server.stop()
    await expect.poll(() => transport.state.get()).toMatchObject({ status: 'waiting', attempt: 2 })
    good = 'fresh'
    await server.start()
    setVisibility('visible')
    await connected(transport)
    expect(server.joins.at(-1)?.token).toBe('fresh')
    expect(server.joins.filter(({ token }) => token === 'first')).toHaveLength(1)
    expect(server.sockets()).toBe(1)
  })

  it('trap 6: signing out ends the connection, and nobody keeps knocking', async () => {
    const server = await serve()
    const watchers: SignInEvents[] = []
    let isWatched = false
    const transport = open(server.url, {
      watchSignIn: (next) => {
        watchers.push(next)
        isWatched = true
        return () => (isWatched = false)
      },
    })
    await connected(transport)
    watchers[0]?.onSignedOut(new ConversationError('unauthorized', 'nobody is signed in'))
    expect(status(transport)).toBe('unauthorized')
    await expect.poll(server.sockets).toBe(0)
    const { length } = server.joins
    watchers[0]?.onSignedIn()
    await connected(transport)
    expect(server.joins).toHaveLength(length + 1)
    transport.disconnect()
    expect(isWatched).toBe(false)
  })

  it('trap 7: a line on which nobody answers is found within five seconds', async () => {
    const server = await serve()
    const transport = open(server.url)
    await connected(transport)
    const since = Date.now()
    server.mute(true)
    await expect.poll(() => reason(transport)).toBe('timeout')
    expect(Date.now() - since).toBeLessThan(5_000)
    server.mute(false)
    await connected(transport)
  })

  it('trap 7: a page that becomes visible looks at once whether anybody is there', async () => {
    const server = await serve()
    const transport = open(server.url)
    await connected(transport)
    setVisibility('hidden')
    server.mute(true)
    setVisibility('visible')
    const since = Date.now()
    await expect.poll(() => reason(transport)).toBe('timeout')
    expect(Date.now() - since).toBeLessThan(2_500)
    server.mute(false)
  })

  it('trap 8: a channel that breaks is made anew, alone', async () => {
    const server = await serve()
    const transport = open(server.url)
    transport.subscribe('a')
    await joined(transport, 'a')
    server.breakChannel('a')
    await joined(transport, 'a', 2)
    expect(transport.state.get()).toMatchObject({ epoch: 1 })
    server.breakChannel('lobby')
    await expect.poll(() => transport.state.get()).toMatchObject({ status: 'connected', epoch: 2 })
  })

  it('trap 9: a join that nobody answers is given up, and does not flap afterwards', async () => {
    const server = await serve()
    const transport = open(server.url, { deadlineMs: 300 })
    await connected(transport)
    let count = 0
    server.onJoin(onlyFor('a', () => ((count += 1) > 2 ? {} : { reply: 'silent' })))
    transport.subscribe('a')
    await joined(transport, 'a')
    server.change('a', { type: 'INSERT', record: { id: 1 } })
    await expect.poll(() => transport.frames.filter(({ name }) => name === 'messages').length).toBe(1)
    expect(server.topics()).toEqual(['lobby', 'a'])
  })

  it('trap 10: a channel that is closed from the other side is replaced, from outside its callback', async () => {
    const server = await serve()
    const transport = open(server.url)
    transport.subscribe('a')
    await joined(transport, 'a')
    for (let count = 2; count <= 4; count += 1) {
      server.closeChannel('a')
      await joined(transport, 'a', count)
    }
    server.closeChannel('lobby')
    await expect.poll(() => transport.state.get()).toMatchObject({ status: 'connected', epoch: 2 })
    await joined(transport, 'a', 5)
    expect(server.sockets()).toBe(1)
  })

  it('trap 11: leaving one room leaves the others', async () => {
    const server = await serve()
    const transport = open(server.url)
    for (const room of ['a', 'b', 'c']) transport.subscribe(room)
    for (const room of ['a', 'b', 'c']) await joined(transport, room)
    transport.unsubscribe('b')
    await expect.poll(server.topics).toEqual(['lobby', 'a', 'c'])
    server.change('c', { type: 'INSERT', record: { id: 1 } })
    await expect.poll(() => transport.frames.at(-1)?.name).toBe('messages')
  })

  it('trap 12: leaving and asking again in one breath, as StrictMode does, listens', async () => {
    const server = await serve()
    const transport = open(server.url)
    await connected(transport)
    transport.subscribe('a')
    transport.unsubscribe('a')
    transport.subscribe('a')
    await joined(transport, 'a')
    await expect.poll(server.topics).toEqual(['lobby', 'a'])
    server.change('a', { type: 'INSERT', record: { id: 1 } })
    await expect.poll(() => transport.frames.filter(({ name }) => name === 'messages').length).toBe(1)
  })

  it('trap 20: a join that is refused blocks the socket for five seconds, and nobody hangs up', async () => {
    const server = await serve()
    const transport = open(server.url)
    transport.subscribe('b')
    await joined(transport, 'b')
    server.onJoin(onlyFor('a', () => ({ reply: { error: 'Unauthorized: no permissions', afterMs: 5_000 } })))
    transport.subscribe('a')
    await expect.poll(() => joinsOf(server, 'a').length).toBe(1)
    server.mute(true)
    await new Promise((resolve) => setTimeout(resolve, 4_500))
    server.mute(false)
    await expect.poll(() => transport.events.at(-1)).toMatchObject({ type: 'refused', room: 'a' })
    expect(transport.state.get()).toMatchObject({ status: 'connected', epoch: 1 })
    expect(joinsOf(server, 'b')).toHaveLength(1)
  })

  it('trap 20: a limit that is reached is waited for', async () => {
    const server = await serve()
    let count = 0
    server.onJoin(() => ((count += 1) > 1 ? {} : { reply: { error: 'ConnectionRateLimitReached: Too many users' } }))
    const transport = open(server.url)
    await expect.poll(() => reason(transport)).toBe('rate_limited')
    await connected(transport)
  })

  it('trap 21: a token that only Realtime cannot read is renewed, then reported', async () => {
    const server = await serve()
    server.onJoin(() => ({ reply: { error: 'JwtSignerError: Failed to generate JWT signer' } }))
    const transport = open(server.url)
    await expect.poll(() => status(transport)).toBe('unauthorized')
    expect(transport.asked).toEqual([false, true])
  })

  it('trap 22: an answer for other tables than were asked for: told as such, and tried again', async () => {
    const server = await serve()
    let count = 0
    server.onJoin(() => ((count += 1) > 1 ? {} : { reply: 'mismatch' }))
    const transport = open(server.url)
    await expect.poll(() => reason(transport)).not.toBeNull()
    await connected(transport)
    expect(server.sockets()).toBe(1)
  })
})
