import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import type { Message } from '../../src/domain/message.ts'
import { buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend, type FakeBackend } from '../../src/testing/fakeBackend.ts'
import { expectInOrder, expectSame, later, toRuns, watchShown } from '../helpers/chaos.ts'
import { stopClock } from '../helpers/stillClock.ts'

const conversationId = 'conversation-1'
const broken = new ConversationError('server_error', 'the server answered 500')

const step = fc.record({
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constant('arrive' as const) },
    ...(
      [
        'flood',
        'edit',
        'drop',
        'restore',
        'freeze',
        'renew',
        'cutOff',
        'reach',
        'failRead',
        'failSend',
        'send',
        'reopen',
        'hide',
        'show',
      ] as const
    ).map((kind) => ({ weight: 1, arbitrary: fc.constant(kind) })),
  ),
  /** Which message, and which of the two backends. */
  pick: fc.nat(999),
  waitMs: fc.constantFrom(0, 20, 300, 1_000, 3_000, 6_000),
})
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** Two ways to one database, a client over both, and everything that may happen to them. */
function start(page: { visibilityState: string } & EventTarget) {
  const socket = createFakeBackend()
  const supabase = createFakeBackend({ kind: 'supabase', over: socket, clockAheadMs: 45_000 })
  const ways: readonly [FakeBackend, FakeBackend] = [socket, supabase]
  const client = createConversationClient({
    backends: ways.map(({ backend }) => backend),
    // The net below would hide what the links themselves lose.
    polling: { safetyMs: 0 },
  })
  const unmount = client.mount()
  const screen = watchShown(client, conversationId)
  let count = 0
  let sent = 0
  const write = (message: Message) => {
    socket.messages.set(message.id, { ...message, updatedAt: later(message.updatedAt) })
    for (const way of ways) {
      way.announce({ type: 'message.received', message: socket.messages.get(message.id) ?? message })
    }
  }
  const arrive = () => {
    count += 1
    write(
      buildMessage({ id: `m${1000 + count}`, createdAt: new Date(Date.UTC(2026, 0, 5, 12, 0, count)).toISOString() }),
    )
  }
  const setVisibility = (visibilityState: string) => {
    page.visibilityState = visibilityState
    page.dispatchEvent(new Event('visibilitychange'))
  }
  const choose = (pick: number) => (pick % 2 === 0 ? socket : supabase)
  const acts: Readonly<Record<Step['kind'], (pick: number) => void>> = {
    arrive,
    flood: () => {
      for (let each = 0; each < 60; each += 1) arrive()
    },
    edit: (pick) => {
      const list = [...socket.messages.values()]
      const message = list[pick % Math.max(1, list.length)]
      if (message) write({ ...message, text: `${message.text}!`, editedAt: new Date().toISOString() })
    },
    drop: (pick) => choose(pick).transport.drop(),
    restore: (pick) => choose(pick).transport.restore(),
    freeze: (pick) => choose(pick).freeze(),
    renew: (pick) => choose(pick).transport.renew(),
    cutOff: (pick) => choose(pick).setReachable(false),
    reach: (pick) => choose(pick).setReachable(true),
    failRead: (pick) => choose(pick).failNext(pick % 3 === 0 ? 'listMessages' : 'listMessageChanges', broken),
    failSend: (pick) => choose(pick).failNext('sendMessage', broken, { after: pick % 3 === 0 }),
    send: () => {
      sent += 1
      client.sendMessage({ conversationId, text: `typed ${sent}` }).settled.catch(() => {})
    },
    reopen: screen.reopen,
    hide: () => setVisibility('hidden'),
    show: () => setVisibility('visible'),
  }
  return {
    client,
    stored: () => [...socket.messages.values()],
    sent: () => sent,
    screen,
    act: ({ kind, pick }: Step) => acts[kind](pick),
    calm: () => {
      setVisibility('visible')
      for (const way of ways) {
        way.setReachable(true)
        way.transport.restore()
      }
    },
    stop: () => {
      screen.close()
      unmount()
    },
  }
}

it('whatever happens to two ways to one database, the list is in order at every moment and complete in the end', async () => {
  const wait = stopClock()
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  vi.stubGlobal('document', page)
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 50 }), async (steps) => {
        const world = start(page)
        try {
          await wait(1_000)
          for (const each of steps) {
            world.act(each)
            await wait(each.waitMs)
            world.screen.takeShown().forEach(expectInOrder)
          }
          world.calm()
          await wait(120_000)
          while (world.screen.tryAgain()) await wait(60_000)
          world.screen.takeShown().forEach(expectInOrder)
          while (world.screen.get().hasNextPage) {
            world.screen.fetchNextPage()
            await wait(9_000)
          }
          expect(world.client.connection.get()).toMatchObject({
            status: 'connected',
            transport: 'socket',
            isStale: false,
          })
          expectSame(world.screen.get().messages, world.stored())
          // One click, one message, whichever way it went.
          expect(world.stored().filter(({ text }) => text?.startsWith('typed'))).toHaveLength(world.sent())
        } finally {
          // Also where it has failed: what it leaves behind would fail the next.
          world.stop()
          await wait(10_000)
        }
        expect(vi.getTimerCount()).toBe(0)
      }),
      { numRuns: toRuns(60) },
    )
  } finally {
    vi.unstubAllGlobals()
  }
})
