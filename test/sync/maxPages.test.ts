import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Gateway } from '../../src/backends/backend.ts'
import { conversationKeys } from '../../src/cache/keys.ts'
import type { MessageData } from '../../src/cache/messageData.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend, type FakeBackend } from '../../src/testing/fakeBackend.ts'
import { stopClock } from '../helpers/stillClock.ts'

const ID = 'conversation-1'
const toId = (nth: number) => `m${100_000 + nth}`
const build = (nth: number, changes: object = {}) =>
  buildMessage({ id: toId(nth), createdAt: new Date(Date.UTC(2026, 0, 5) + nth * 1_000).toISOString(), ...changes })

/** A conversation of 120 messages, open where so many pages are kept; time passes when the test lets it. */
async function open(maxPages: number | undefined, capabilities?: readonly 'changes'[]) {
  const wait = stopClock()
  const fake = createFakeBackend(capabilities === undefined ? {} : { capabilities })
  const backends =
    maxPages === 2 ? [fake.backend, createFakeBackend({ kind: 'supabase', over: fake }).backend] : [fake.backend]
  const client = createConversationClient({ backends, polling: false, maxPages })
  onTestFinished(client.mount())
  let count = 0
  const arrive = async (more: number) => {
    for (const end = count + more; count < end; count += 1) fake.write(build(count))
    await wait(50)
  }
  await arrive(120)
  let thread = client.watchMessages(ID)
  onTestFinished(() => thread.close())
  await wait(7_000)
  const loadOlder = async () => {
    const loading = thread.fetchNextPage()
    await wait(50)
    await loading
  }
  return {
    ...{ wait, fake, client, arrive, loadOlder },
    ids: () => thread.get().messages.map(({ id }) => id),
    rows: () => thread.get().messages.map(({ id, text, status }) => [id, text, status]),
    pages: () => client.queryClient.getQueryData<MessageData>(conversationKeys.thread(client.scope, ID))?.pages ?? [],
    hasMore: () => thread.get().hasNextPage,
    loadAll: async () => {
      for (let rounds = 0; thread.get().hasNextPage && rounds < 100; rounds += 1) await loadOlder()
    },
    close: () => thread.close(),
    reopen: () => {
      thread = client.watchMessages(ID)
    },
  }
}

const truthOf = (fake: FakeBackend) =>
  [...fake.messages.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, text, status }) => [id, text, status])

describe('a conversation with maxPages', () => {
  it.each([2, 3])('of %i keeps no more of what comes live, and loads the rest again', async (maxPages) => {
    const { fake, arrive, ids, rows, pages, hasMore, loadOlder, loadAll } = await open(maxPages)
    for (let burst = 0; burst < 30; burst += 1) {
      await arrive(100)
      expect(pages().length).toBeLessThanOrEqual(maxPages)
      expect(ids().length).toBeLessThanOrEqual(maxPages * 200)
      expect(ids().at(-1)).toBe(toId(119 + (burst + 1) * 100))
      expect(hasMore()).toBe(true)
    }
    const [oldest] = ids()
    await loadOlder()
    expect(ids().indexOf(oldest ?? '')).toBe(50)
    await loadAll()
    expect(rows()).toEqual(truthOf(fake))
  })

  it('asks a gateway that is an object of its own for the cursor', async () => {
    const wait = stopClock()
    const fake = createFakeBackend()
    const withOwnCursors = (gateway: Gateway): Gateway => ({
      ...gateway,
      toCursor(message) {
        return (this as unknown) === undefined ? 'nobody' : gateway.toCursor(message)
      },
    })
    const start = () => {
      const session = fake.backend.start()
      return { ...session, gateway: withOwnCursors(session.gateway) }
    }
    const client = createConversationClient({ backends: [{ ...fake.backend, start }], polling: false, maxPages: 1 })
    onTestFinished(client.mount())
    const thread = client.watchMessages(ID)
    onTestFinished(thread.close)
    await wait(7_000)
    for (let nth = 0; nth < 300; nth += 1) fake.write(build(nth))
    await wait(50)
    const kept = thread.get().messages.length
    expect(kept).toBeLessThan(300)
    const loading = thread.fetchNextPage()
    await wait(50)
    await loading
    expect(thread.get().error).toBe(null)
    expect(thread.get().messages.at(-1)?.id).toBe(toId(299))
    expect(thread.get().messages.length).toBe(kept + 50)
  })

  it('that is not set keeps everything', async () => {
    const { arrive, ids, pages } = await open(undefined)
    await arrive(1_000)
    expect([ids().length, pages().length > 5]).toEqual([1_050, true])
  })

  it('takes nothing away that was asked for while as many again come in, nor keeps it when nobody looks', async () => {
    const { fake, wait, arrive, ids, rows, pages, loadOlder, loadAll, close, reopen } = await open(1)
    await arrive(1_000)
    for (let page = 0; page < 3; page += 1) await loadOlder()
    const [oldest] = ids()
    await arrive(50)
    expect([ids()[0], pages().length]).toEqual([oldest, 5])
    await arrive(1_000)
    expect(pages()).toHaveLength(5)
    close()
    await wait(200)
    expect(pages()).toHaveLength(1)
    reopen()
    await wait(200)
    await loadAll()
    expect(rows()).toEqual(truthOf(fake))
  })

  it('has a receipt, an edit and a deletion of what it let go, once that is loaded again', async () => {
    const { fake, wait, arrive, rows, loadAll } = await open(1)
    await arrive(600)
    const [edited, deleted] = [build(3), build(60)]
    fake.write({ ...edited, text: 'Corrected', updatedAt: '2026-02-01T00:00:00.000Z' })
    fake.write({ ...deleted, deletedAt: '2026-02-01T00:00:00.000Z', updatedAt: '2026-02-01T00:00:00.000Z' })
    const error = null
    fake.messages.set(toId(70), build(70, { status: 'read' }))
    fake.announce({ type: 'message.statusChanged', reference: toId(70), conversationId: null, status: 'read', error })
    await wait(50)
    await loadAll()
    expect(
      rows()
        .slice(0, 5)
        .map(([, text]) => text),
    ).toContain('Corrected')
    expect(rows().map(([id]) => id)).toEqual([...fake.messages.keys()].toSorted())
    expect(rows().find(([id]) => id === toId(70))?.[2]).toBe('read')
  })

  it('shows the page that was asked for, whatever came in while it was on its way', async () => {
    const { fake, wait, arrive, ids, loadOlder } = await open(1)
    await arrive(300)
    const [oldest] = ids()
    const release = fake.holdNext('listMessages')
    const loading = loadOlder()
    await wait(10)
    await arrive(300)
    release()
    await wait(50)
    await loading
    expect(ids().indexOf(oldest ?? '')).toBe(50)
  })

  it('keeps what came late and stands before all it holds, for when its page is there', async () => {
    const { fake, wait, arrive, ids, loadAll } = await open(1)
    await arrive(300)
    const late = build(10, { id: 'm100010-late' })
    // Told of, and not in the history yet.
    fake.announce({ type: 'message.received', message: late })
    await wait(50)
    expect(ids()).not.toContain(late.id)
    await arrive(300)
    await loadAll()
    expect(ids().slice(9, 13)).toEqual([toId(9), toId(10), late.id, toId(11)])
  })

  it.each([[['changes'] as const], [[] as const]])('misses nothing of a gap, with %j', async (capabilities) => {
    const { fake, wait, arrive, rows, loadAll } = await open(2, capabilities)
    await arrive(700)
    fake.drop()
    await arrive(130)
    fake.restore()
    await wait(10_000)
    await loadAll()
    expect(rows()).toEqual(truthOf(fake))
  })

  it('ends as one that keeps everything, whatever comes in whatever order', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('arrive' as const), count: fc.integer({ min: 1, max: 260 }) }),
      fc.record({ kind: fc.constantFrom('older', 'ask', 'edit', 'drop', 'reopen'), count: fc.nat({ max: 400 }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 8 }), async (maxPages, steps) => {
        const { fake, wait, client, arrive, rows, pages, loadOlder, loadAll, close, reopen } = await open(maxPages)
        let asked = 0
        for (const { kind, count } of steps) {
          if (kind === 'arrive') await arrive(count)
          else if (kind === 'edit') {
            const known = [...fake.messages.values()][count % fake.messages.size]
            if (known) fake.write({ ...known, text: `edit ${count}`, updatedAt: '2026-03-01T00:00:00.000Z' })
          } else if (kind === 'drop') {
            fake.drop()
            await arrive(count % 50)
            fake.restore()
          } else if (kind === 'reopen') {
            close()
            await wait(count)
            reopen()
            asked = count >= 100 ? 0 : asked
          } else {
            asked += 1
            if (kind === 'older') await loadOlder()
            // A message lands in the middle of the request.
            else await Promise.all([loadOlder(), arrive(150)])
          }
          await wait(30)
          expect(pages().length).toBeLessThanOrEqual(asked === 0 ? maxPages : maxPages * 2 + asked + 2)
        }
        await wait(10_000)
        await loadAll()
        expect(rows()).toEqual(truthOf(fake))
        client.queryClient.clear()
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})

it.each([0, -1, 1.5, Number.NaN, Infinity])('is refused by name where it is no number of pages: %s', (maxPages) => {
  expect(() => createConversationClient({ backends: [], maxPages })).toThrow(
    expect.objectContaining({ code: 'invalid_option', field: 'maxPages' }),
  )
})
