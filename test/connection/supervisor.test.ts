import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Backend, Gateway } from '../../src/backends/backend.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { ConversationClientOptions } from '../../src/client/conversationClient.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import type { Message } from '../../src/domain/message.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend, type FakeBackend } from '../../src/testing/fakeBackend.ts'

const conversationId = 'conversation-1'
const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 12, 0, second)).toISOString()
const message = (id: string, second: number) => buildMessage({ id, createdAt: at(second) })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** A socket and, over the same data, a Supabase: what is written is announced by both. */
async function open(options: Partial<ConversationClientOptions> = {}) {
  const socket = createFakeBackend()
  const supabase = createFakeBackend({ kind: 'supabase', over: socket })
  socket.conversations.set(conversationId, buildConversation({ id: conversationId }))
  socket.messages.set('a', message('a', 1))
  const client = createConversationClient({ backends: [socket.backend, supabase.backend], ...options })
  const unmount = client.mount()
  const thread = client.watchMessages(conversationId)
  onTestFinished(() => {
    thread.close()
    unmount()
  })
  await pass(500)
  const write = (each: Message) => {
    socket.write(each)
    supabase.announce({ type: 'message.received', message: socket.messages.get(each.id) ?? each })
  }
  /** How often each id was on screen at most, and whether it ever was out of order. */
  const shown = () => thread.get().messages.map(({ id }) => id)
  const switches: (string | null)[] = [client.connection.get().transport]
  client.connection.subscribe(() => {
    const { transport } = client.connection.get()
    if (transport !== switches.at(-1)) switches.push(transport)
  })
  return { socket, supabase, client, thread, write, shown, switches, state: () => client.connection.get() }
}

const reads = ({ calls }: FakeBackend) => calls.filter(({ method }) => method.startsWith('list')).length

describe('with a second backend', () => {
  it('has its code loaded while the first is up, and again with the next connection where that failed', async () => {
    const socket = createFakeBackend()
    const { backend } = createFakeBackend({ kind: 'supabase', over: socket })
    let loads = 0
    const late: Backend = {
      ...backend,
      start: () => ({
        ...backend.start(),
        preload: async () => {
          loads += 1
          throw new ConversationError('network_error', 'unable to load it.')
        },
      }),
    }
    const client = createConversationClient({ backends: [socket.backend, late] })
    expect(loads).toBe(0)
    onTestFinished(client.mount())
    await pass(500)
    expect([client.connection.get().transport, loads]).toEqual(['socket', 1])
    socket.transport.drop()
    await pass(1_000)
    socket.transport.restore()
    await pass(20_000)
    expect([client.connection.get().transport, loads > 1]).toEqual(['socket', true])
  })

  it('asks it nothing while the first is up', async () => {
    const { supabase, state } = await open()
    await pass(60_000)
    expect(state()).toMatchObject({ status: 'connected', transport: 'socket', reason: null })
    expect(supabase.calls).toEqual([])
    expect(supabase.transport.state.get().status).toBe('idle')
  })

  it('is on it within a second after the first was cut, with what was written meanwhile', async () => {
    const { socket, write, shown, state } = await open()
    socket.transport.drop()
    socket.setReachable(false)
    write(message('b', 2))
    await pass(700)
    expect(shown()).toEqual(['a', 'b'])
    expect(state()).toMatchObject({
      status: 'connected',
      transport: 'supabase',
      reason: 'disconnected',
      isStale: false,
    })
    write(message('c', 3))
    await pass(50)
    expect(shown()).toEqual(['a', 'b', 'c'])
  })

  it('starts on it when the first does not come up in time', async () => {
    const socket = createFakeBackend()
    const supabase = createFakeBackend({ kind: 'supabase', over: socket })
    socket.transport.drop()
    const client = createConversationClient({ backends: [socket.backend, supabase.backend] })
    onTestFinished(client.mount())
    await pass(1_000)
    expect(client.connection.get()).toMatchObject({ status: 'connected', transport: 'supabase' })
  })

  it('comes back when the first has been healthy for five seconds, and lets the second go only then', async () => {
    const { socket, supabase, write, shown, switches } = await open()
    socket.transport.drop()
    await pass(1_000)
    socket.transport.restore()
    await pass(4_000)
    expect(switches.at(-1)).toBe('supabase')
    // Told by both: once on screen.
    write(message('b', 2))
    await pass(3_000)
    expect(switches).toEqual(['socket', null, 'supabase', 'socket'])
    expect(supabase.transport.state.get().status).toBe('idle')
    write(message('c', 3))
    await pass(50)
    expect(shown()).toEqual(['a', 'b', 'c'])
  })

  it('has everything before it says that it has switched', async () => {
    const { socket, write, shown, switches, client } = await open()
    socket.transport.drop()
    await pass(1_000)
    socket.transport.restore()
    await pass(4_500)
    // Only the database has it: neither link tells of it.
    const missed = message('b', 2)
    socket.messages.set('b', { ...missed, updatedAt: new Date(Date.now()).toISOString() })
    const seen: (readonly string[])[] = []
    client.connection.subscribe(() => {
      if (client.connection.get().transport === 'socket') seen.push(shown())
    })
    await pass(1_500)
    expect(switches.at(-1)).toBe('socket')
    expect(seen[0]).toEqual(['a', 'b'])
    write(message('c', 3))
    await pass(50)
    expect(shown()).toEqual(['a', 'b', 'c'])
  })

  it('does not flap: a link that is up for three seconds and down for three is not come back to', async () => {
    const { socket, write, shown, switches } = await open()
    for (let round = 0; round < 10; round += 1) {
      socket.transport.drop()
      write(message(`d${round}`, 10 + round * 2))
      await pass(3_000)
      socket.transport.restore()
      write(message(`u${round}`, 11 + round * 2))
      await pass(3_000)
    }
    expect(switches).toEqual(['socket', null, 'supabase'])
    expect(shown()).toHaveLength(21)
    await pass(6_000)
    expect(switches.at(-1)).toBe('socket')
  })

  it('comes back later and later to a link that dies each time, and soon again once it has lasted', async () => {
    const { socket, switches } = await open()
    /** How long it takes to come back, in whole seconds after the link is up again. */
    const dieAndReturn = async () => {
      socket.transport.drop()
      await pass(1_000)
      expect(switches.at(-1)).toBe('supabase')
      socket.transport.restore()
      const since = Date.now()
      for (let count = 0; count < 150 && switches.at(-1) !== 'socket'; count += 1) await pass(500)
      expect(switches.at(-1)).toBe('socket')
      return Math.floor((Date.now() - since) / 1_000)
    }
    const waits: number[] = []
    for (let round = 0; round < 6; round += 1) {
      waits.push(await dieAndReturn())
      await pass(3_000)
    }
    expect(waits).toEqual([5, 10, 20, 40, 60, 60])
    await pass(31_000)
    expect(await dieAndReturn()).toBe(5)
  })

  it('tries the first again within ten seconds while the second works, however long it has been gone', async () => {
    const { socket, switches } = await open()
    socket.transport.drop()
    await pass(600_000)
    expect(switches.at(-1)).toBe('supabase')
    socket.transport.mend()
    await pass(16_000)
    expect(switches.at(-1)).toBe('socket')
  })

  it('does not press a server that has said it has too much to do', async () => {
    const { socket, switches } = await open()
    socket.transport.drop(new ConversationError('rate_limited', 'the server refused for now'))
    await pass(1_000)
    socket.transport.mend()
    await pass(60_000)
    expect(switches.at(-1)).toBe('supabase')
  })

  it('comes back as soon as the one conversation that it never answered for is closed', async () => {
    const { socket, client, switches } = await open({ polling: { safetyMs: 0 } })
    socket.transport.drop()
    socket.transport.setRoom('conversation-2', 'hanging')
    const other = client.watchMessages('conversation-2')
    await pass(1_000)
    socket.transport.restore()
    await pass(20_000)
    expect(switches.at(-1)).toBe('supabase')
    other.close()
    await pass(200)
    expect(switches.at(-1)).toBe('socket')
  })

  it('does not come back before it has answered for a conversation that was opened in the last moment', async () => {
    const { socket, supabase, client, switches } = await open({ polling: { safetyMs: 0 } })
    socket.transport.drop()
    socket.transport.setRoom('conversation-2', 'hanging')
    await pass(1_000)
    socket.transport.restore()
    await pass(4_900)
    const land = supabase.holdNext('listMessageChanges')
    await pass(200)
    const other = client.watchMessages('conversation-2')
    onTestFinished(other.close)
    land()
    await pass(20_000)
    expect(switches.at(-1)).toBe('supabase')
  })

  it('does not come back on a catch-up that a new gap has overtaken', async () => {
    const { socket, supabase, shown, switches } = await open({ polling: { safetyMs: 0 } })
    socket.transport.drop()
    await pass(1_000)
    socket.transport.restore()
    await pass(4_900)
    const land = supabase.holdNext('listMessageChanges')
    await pass(200)
    // Answered, on its way, and behind the times: neither link tells of this.
    socket.messages.set('b', { ...message('b', 2), updatedAt: new Date(Date.now()).toISOString() })
    socket.transport.renew()
    land()
    await pass(1_000)
    expect(switches.at(-1)).toBe('supabase')
    await pass(5_000)
    expect(switches.at(-1)).toBe('socket')
    expect(shown()).toEqual(['a', 'b'])
  })

  it('finds what was edited while a backend was live that cannot say what changed', async () => {
    const socket = createFakeBackend()
    const supabase = createFakeBackend({ kind: 'supabase', over: socket, capabilities: [] })
    for (let second = 0; second < 300; second += 1) {
      const each = message(`m${1000 + second}`, second)
      socket.messages.set(each.id, each)
    }
    const client = createConversationClient({ backends: [socket.backend, supabase.backend] })
    onTestFinished(client.mount())
    const thread = client.watchMessages(conversationId)
    onTestFinished(thread.close)
    await pass(500)
    while (thread.get().hasNextPage) {
      void thread.fetchNextPage()
      await pass(50)
    }
    // Known by the changes it has told of.
    await pass(31_000)
    socket.transport.drop()
    await pass(60_000)
    expect(client.connection.get().transport).toBe('supabase')
    const edited = { ...message('m1010', 10), text: 'edited', updatedAt: new Date(Date.now()).toISOString() }
    socket.messages.set('m1010', edited)
    await pass(60_000)
    socket.transport.restore()
    await pass(60_000)
    expect(client.connection.get().transport).toBe('socket')
    expect(thread.get().messages[10]?.text).toBe('edited')
  })

  it.each([
    ['ahead', 60_000],
    ['ahead', 3_600_000],
    ['behind', -60_000],
  ])('loses nothing when the clock of the first is %s by %i ms', async (_, clockAheadMs) => {
    const socket = createFakeBackend({ clockAheadMs })
    const supabase = createFakeBackend({ kind: 'supabase', over: socket })
    for (let second = 0; second < 300; second += 1) {
      const each = message(`m${1000 + second}`, second)
      socket.messages.set(each.id, each)
    }
    const conversation = buildConversation({ id: conversationId })
    socket.conversations.set(conversationId, conversation)
    const client = createConversationClient({ backends: [socket.backend, supabase.backend] })
    onTestFinished(client.mount())
    const thread = client.watchMessages(conversationId)
    onTestFinished(thread.close)
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    const preview = () => inbox.get().conversations[0]?.lastMessagePreview
    await pass(500)
    while (thread.get().hasNextPage) {
      void thread.fetchNextPage()
      await pass(50)
    }
    const change = (each: Message) => {
      const updatedAt = new Date(Date.now()).toISOString()
      socket.messages.set(each.id, { ...each, updatedAt })
      socket.conversations.set(conversationId, {
        ...conversation,
        lastMessagePreview: each.text,
        lastMessageAt: updatedAt,
        updatedAt,
      })
    }
    // Nobody is told, once on the way there and once on the way back.
    await pass(120_000)
    if (clockAheadMs < 600_000) change({ ...message('m1010', 10), text: 'edited' })
    change({ ...message('new 1', 1_000), text: 'new 1' })
    socket.transport.drop()
    await pass(1_000)
    expect(client.connection.get()).toMatchObject({ transport: 'supabase', isStale: false })
    const ids = () => thread.get().messages.map(({ id }) => id)
    expect(ids().at(-1)).toBe('new 1')
    expect(preview()).toBe('new 1')
    expect(thread.get().messages[10]?.text).toBe(socket.messages.get('m1010')?.text)
    await pass(120_000)
    if (clockAheadMs < 600_000) change({ ...message('m1020', 20), text: 'edited' })
    change({ ...message('new 2', 1_001), text: 'new 2' })
    supabase.transport.drop()
    socket.transport.restore()
    await pass(1_000)
    expect(client.connection.get()).toMatchObject({ transport: 'socket', isStale: false })
    expect(preview()).toBe('new 2')
    const toRow = ({ id, text }: Message) => `${id} ${text}`
    expect(thread.get().messages.map(toRow)).toEqual([...socket.messages.values()].map(toRow))
  })

  it('stays where it is when the way back cannot catch up', async () => {
    const { socket, supabase, switches } = await open({ polling: false })
    socket.transport.drop()
    socket.setReachable(false)
    await pass(1_000)
    socket.transport.restore()
    supabase.setReachable(false)
    await pass(12_000)
    expect(switches.at(-1)).toBe('supabase')
    supabase.setReachable(true)
    await pass(12_000)
    expect(switches.at(-1)).toBe('socket')
  })

  it('sends one message for one click, whichever way it went', async () => {
    const { socket, client, shown } = await open()
    socket.transport.drop()
    socket.setReachable(false)
    await pass(1_000)
    const { settled } = client.sendMessage({ conversationId, text: 'Hello' })
    const { id } = await settled
    expect([...socket.messages.keys()]).toEqual(['a', id])
    expect(shown()).toEqual(['a', id])
  })

  it('does not repeat on a backend that could make two of it what the first may have taken', async () => {
    const socket = createFakeBackend()
    const supabase = createFakeBackend({ kind: 'supabase', over: socket, capabilities: ['acks', 'changes'] })
    // Its table has no column for a client id: nobody can tell there what was sent before.
    const withoutClientIds: Backend = {
      ...supabase.backend,
      start: () => {
        const session = supabase.backend.start()
        const sendMessage: Gateway['sendMessage'] = (outgoing) =>
          session.gateway.sendMessage({ ...outgoing, clientId: `unknown ${supabase.messages.size}` })
        return { ...session, gateway: { ...session.gateway, sendMessage } }
      },
    }
    const client = createConversationClient({ backends: [socket.backend, withoutClientIds] })
    onTestFinished(client.mount())
    await pass(500)
    socket.failNext('sendMessage', new ConversationError('network_error', 'the answer was lost'), { after: true })
    client.sendMessage({ conversationId, text: 'once' }).settled.catch(() => {})
    await pass(0)
    socket.setReachable(false)
    socket.transport.drop()
    await pass(60_000)
    expect(client.connection.get().transport).toBe('supabase')
    expect([...socket.messages.values()].map(({ text }) => text)).toEqual(['once'])
  })

  it('keeps what is typed when the same person has another id on the second', async () => {
    const socket = createFakeBackend()
    const supabase = createFakeBackend({ kind: 'supabase', over: socket, userId: '7f0c' })
    const client = createConversationClient({ backends: [socket.backend, supabase.backend] })
    onTestFinished(client.mount())
    const thread = client.watchMessages(conversationId)
    onTestFinished(thread.close)
    await pass(500)
    for (const fake of [socket, supabase]) fake.setReachable(false)
    const { settled } = client.sendMessage({ conversationId, text: 'typed' })
    socket.transport.drop()
    await pass(2_000)
    supabase.setReachable(true)
    await pass(40_000)
    expect((await settled).text).toBe('typed')
  })

  it('comes back although one conversation is not to be had any more', async () => {
    const { socket, supabase, switches } = await open()
    socket.transport.drop()
    await pass(1_000)
    socket.transport.restore()
    for (const fake of [socket, supabase]) {
      for (let count = 0; count < 50; count += 1) {
        fake.failNext('listMessageChanges', new ConversationError('forbidden', 'the server answered 403'))
      }
    }
    await pass(8_000)
    expect(switches.at(-1)).toBe('socket')
  })

  it('says of a conversation that the first refuses why nothing comes any more, and takes it back', async () => {
    const { socket, supabase, thread, write, shown, switches } = await open({ polling: { safetyMs: 0 } })
    socket.transport.drop()
    await pass(1_000)
    socket.transport.setRoom(conversationId, new ConversationError('forbidden', 'the server refused to join'))
    socket.transport.restore()
    await pass(4_000)
    write(message('b', 2))
    await pass(50)
    expect(thread.get().error).toBeNull()
    await pass(3_000)
    expect(switches.at(-1)).toBe('socket')
    expect(supabase.transport.state.get().status).toBe('idle')
    expect(thread.get().error).toMatchObject({ code: 'forbidden' })
    expect(shown()).toEqual(['a', 'b'])
    socket.transport.setRoom(conversationId, null)
    write(message('c', 3))
    await pass(31_000)
    expect(thread.get().error).toBeNull()
    expect(shown()).toEqual(['a', 'b', 'c'])
  })

  it('comes back although the second has listened anew meanwhile', async () => {
    const { socket, supabase, switches } = await open()
    socket.transport.drop()
    await pass(1_000)
    socket.transport.restore()
    await pass(2_000)
    supabase.transport.renew()
    await pass(6_000)
    expect(switches.at(-1)).toBe('socket')
  })

  it('goes on with the history that the other began', async () => {
    const socket = createFakeBackend()
    const supabase = createFakeBackend({ kind: 'supabase', over: socket })
    for (let second = 0; second < 120; second += 1) {
      const each = message(`m${1000 + second}`, second)
      socket.messages.set(each.id, each)
    }
    const client = createConversationClient({ backends: [socket.backend, supabase.backend] })
    onTestFinished(client.mount())
    const thread = client.watchMessages(conversationId)
    onTestFinished(thread.close)
    await pass(500)
    socket.setReachable(false)
    await thread.fetchNextPage()
    await thread.fetchNextPage()
    await pass(50)
    expect(thread.get().messages.map(({ id }) => id)).toEqual([...socket.messages.keys()])
    expect(thread.get().hasNextPage).toBe(false)
  })
})

describe('with nothing live', () => {
  it('asks again and again, and shows what it finds', async () => {
    const { socket, supabase, shown, state } = await open()
    socket.transport.drop()
    supabase.transport.drop()
    await pass(1_500)
    expect(state()).toMatchObject({ status: 'connected', transport: 'polling' })
    socket.messages.set('b', { ...message('b', 2), updatedAt: new Date(Date.now()).toISOString() })
    await pass(5_100)
    expect(shown()).toEqual(['a', 'b'])
  })

  it('is offline when no request gets through, and recovers untouched', async () => {
    const { socket, supabase, client, shown, state } = await open()
    for (const fake of [socket, supabase]) {
      fake.transport.drop()
      fake.setReachable(false)
    }
    await pass(2_000)
    expect(state()).toMatchObject({ status: 'offline', transport: null, isStale: true })
    const { settled } = client.sendMessage({ conversationId, text: 'Typed offline' })
    await pass(60_000)
    expect(state().status).toBe('offline')
    expect(client.connection.get().retryAt).not.toBeNull()
    for (const fake of [socket, supabase]) {
      fake.setReachable(true)
      fake.transport.restore()
    }
    await pass(31_000)
    const { id } = await settled
    expect(state()).toMatchObject({ status: 'connected', transport: 'socket' })
    expect(shown()).toEqual(['a', id])
    expect(socket.messages.size).toBe(2)
  })

  it('asks nothing while the page is hidden, and at once when it is shown', async () => {
    const page = new EventTarget() as EventTarget & { visibilityState: string }
    page.visibilityState = 'visible'
    vi.stubGlobal('document', page)
    onTestFinished(() => void vi.unstubAllGlobals())
    const { socket, supabase } = await open()
    for (const fake of [socket, supabase]) fake.transport.drop()
    await pass(2_000)
    page.visibilityState = 'hidden'
    await pass(6_000)
    const before = reads(socket)
    await pass(60_000)
    expect(reads(socket)).toBe(before)
    page.visibilityState = 'visible'
    page.dispatchEvent(new Event('visibilitychange'))
    await pass(50)
    expect(reads(socket)).toBeGreaterThan(before)
  })
})

describe('under a live link', () => {
  it('asks every thirty seconds: what a link dropped in silence turns up', async () => {
    const { socket, shown } = await open()
    socket.messages.set('b', { ...message('b', 2), updatedAt: new Date(Date.now()).toISOString() })
    await pass(31_000)
    expect(shown()).toEqual(['a', 'b'])
  })

  it('asks nothing when that is turned off', async () => {
    const { socket } = await open({ polling: { safetyMs: 0 } })
    const before = reads(socket)
    await pass(120_000)
    expect(reads(socket)).toBe(before)
  })

  it('catches up when the link has listened anew without a break', async () => {
    const { socket, shown, state } = await open({ polling: { safetyMs: 0 } })
    socket.messages.set('b', { ...message('b', 2), updatedAt: new Date(Date.now()).toISOString() })
    socket.transport.renew()
    await pass(50)
    expect(shown()).toEqual(['a', 'b'])
    expect(state()).toMatchObject({ status: 'connected', isStale: false })
  })

  it('gives up a server that answers after three seconds once, and then has the patience, until it is fast again', async () => {
    const fake = createFakeBackend()
    const client = createConversationClient({ backends: [fake.backend], polling: false })
    onTestFinished(client.mount())
    const connections = () => {
      const link = fake.transport.state.get()
      return link.status === 'connected' ? link.epoch : null
    }
    await pass(10_000)
    expect(connections()).toBe(1)
    fake.transport.setAnswerDelay(3_000)
    await pass(120_000)
    expect(connections()).toBe(2)
    fake.transport.setAnswerDelay(0)
    await pass(10_000)
    // As impatient as before.
    fake.freeze()
    await pass(4_100)
    expect(connections()).toBe(3)
  })

  it('finds a line that is open and dead within five seconds', async () => {
    const { socket, write, shown, state } = await open()
    socket.freeze()
    write(message('b', 2))
    await pass(5_000)
    expect(shown()).toEqual(['a', 'b'])
    expect(state().status).toBe('connected')
  })

  it('does not take a quiet line for a dead one', async () => {
    const { switches } = await open()
    await pass(60_000)
    expect(switches).toEqual(['socket'])
  })
})
