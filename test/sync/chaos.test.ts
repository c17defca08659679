import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Backend } from '../../src/backends/backend.ts'
import type { Capability } from '../../src/domain/capability.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import { buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend, type FakeBackend } from '../../src/testing/fakeBackend.ts'
import { expectInOrder, expectSame, later, toRuns, watchShown } from '../helpers/chaos.ts'
import { stopClock } from '../helpers/stillClock.ts'

const conversationId = 'conversation-1'
const broken = new ConversationError('server_error', 'the server answered 500')
const offline = new ConversationError('network_error', 'the server could not be reached')
const HELD = ['listMessages', 'listMessageChanges', 'sendMessage'] as const
const READS = ['listMessages', 'listMessageChanges'] as const

const step = fc.record({
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constant('arrive' as const) },
    ...(
      [
        'flood',
        'edit',
        'receipt',
        'drop',
        'restore',
        'hold',
        'release',
        'older',
        'failRead',
        'failSend',
        'send',
        'reopen',
      ] as const
    ).map((kind) => ({ weight: 1, arbitrary: fc.constant(kind) })),
  ),
  /** Which message, which method, how late. */
  pick: fc.nat(999),
  waitMs: fc.constantFrom(0, 1, 20, 120, 450, 2_000),
})
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** Tells whoever has joined of what is sent, as servers do, at some time before or after the answer. */
function withEchoes(fake: FakeBackend): Backend {
  return {
    ...fake.backend,
    start: () => {
      const session = fake.backend.start()
      const sendMessage: typeof session.gateway.sendMessage = (...outgoing) => {
        const before = fake.messages.size
        const answer = session.gateway.sendMessage(...outgoing)
        for (const message of [...fake.messages.values()].slice(before))
          setTimeout(() => fake.announce({ type: 'message.received', message }), (before * 37) % 300)
        return answer
      }
      return { ...session, gateway: { ...session.gateway, sendMessage } }
    },
  }
}

/**
 * A client over a server, and everything that may happen to both. A base server cannot say later what was changed, or came
 * late, while the line was down: there nothing is.
 */
function start(fake: FakeBackend, hasChanges: boolean) {
  const client = createConversationClient({ backends: [withEchoes(fake)] })
  const unmount = client.mount()
  const screen = watchShown(client, conversationId)
  let second = 0
  const releases: (() => void)[] = []
  /** One answer a task, as a network brings them. */
  const release = () => {
    for (const [position, each] of releases.splice(0).entries()) setTimeout(each, position)
  }
  const choose = <Item>(items: readonly Item[], pick: number): Item | undefined => items[pick % items.length]
  const arrive = (pick: number) => {
    second += (pick % 3) + (hasChanges ? 0 : 1)
    // One in twelve is late.
    const late = pick % 12 === 0 && hasChanges ? pick % 20 : 0
    const at = new Date(Date.UTC(2026, 0, 5, 12, 0, second - late)).toISOString()
    const direction = pick % 4 === 0 ? 'outbound' : 'inbound'
    return buildMessage({ id: `${pick}-${fake.messages.size}`, createdAt: at, direction, status: 'sent' })
  }

  const acts: Readonly<Record<Step['kind'], (pick: number) => void>> = {
    arrive: (pick) => fake.write(arrive(pick)),
    // More than a page.
    flood: (pick) => {
      for (let count = 0; count < 60; count += 1) fake.write(arrive(pick + count))
    },
    edit: (pick) => {
      if (!hasChanges) return
      const message = choose([...fake.messages.values()].slice(-30), pick)
      if (message) fake.write({ ...message, text: `${message.text}!`, editedAt: new Date().toISOString() })
    },
    receipt: (pick) => {
      if (!hasChanges) return
      const newest = [...fake.messages.values()].slice(-30)
      const sent = newest.filter(({ status }) => status === 'sent' || status === 'pending')
      const message = choose(sent, pick)
      if (message === undefined) return
      const status = pick % 2 === 0 ? 'delivered' : 'read'
      fake.messages.set(message.id, { ...message, status, updatedAt: later(message.updatedAt) })
      fake.announce({ type: 'message.statusChanged', reference: message.id, conversationId: null, status, error: null })
    },
    drop: () => fake.transport.drop(),
    restore: () => fake.transport.restore(),
    hold: (pick) => releases.push(fake.holdNext(HELD[pick % HELD.length] ?? 'sendMessage')),
    release,
    older: screen.fetchNextPage,
    failRead: (pick) => fake.failNext(READS[pick % READS.length] ?? 'listMessages', broken),
    failSend: (pick) => fake.failNext('sendMessage', offline, { after: pick % 2 === 0 }),
    send: (pick) => {
      client.sendMessage({ conversationId, text: `typed ${pick}` }).settled.catch(() => {})
    },
    reopen: screen.reopen,
  }
  return {
    client,
    fill: (count: number) => {
      for (let pick = 0; pick < count; pick += 1) {
        const message = arrive(pick * 7)
        fake.messages.set(message.id, message)
      }
    },
    act: ({ kind, pick }: Step) => acts[kind](pick),
    screen,
    calm: () => {
      release()
      fake.transport.restore()
    },
    stop: () => {
      screen.close()
      unmount()
    },
  }
}

describe.each<readonly [string, readonly Capability[] | undefined]>([
  ['a server with every extension', undefined],
  ['a base server', []],
])('whatever happens in whatever order on %s', (_, capabilities) => {
  it('the list is in order at every moment, and what the server holds in the end', async () => {
    const wait = stopClock()
    const scenario = fc.record({ history: fc.nat(150), steps: fc.array(step, { minLength: 30, maxLength: 60 }) })
    await fc.assert(
      fc.asyncProperty(scenario, async ({ history, steps }) => {
        const fake = createFakeBackend(capabilities ? { capabilities } : {})
        const world = start(fake, capabilities === undefined)
        world.fill(history)
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
        expect(world.client.connection.get()).toMatchObject({ status: 'connected', isStale: false })
        expectSame(world.screen.get().messages, [...fake.messages.values()])
        world.stop()
        await wait(5_000)
        expect(vi.getTimerCount()).toBe(0)
      }),
      { numRuns: toRuns(150) },
    )
  })
})
