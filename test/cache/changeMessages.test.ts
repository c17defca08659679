import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeMessages } from '../../src/cache/changeMessages.ts'
import { isMergedPage, toMessageList, type MessageData } from '../../src/cache/messageData.ts'
import { toMessageData } from '../../src/cache/shareMessages.ts'
import type { DeliveryStatus } from '../../src/domain/deliveryStatus.ts'
import { applyStatus, mergeMessage } from '../../src/domain/mergeMessage.ts'
import { compareMessages, type Message } from '../../src/domain/message.ts'
import { buildMessage } from '../../src/testing/builders.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 12, 0, second)).toISOString()
const page = (messages: readonly Message[], nextCursor: string | null = null): MessageData =>
  toMessageData({ pages: [{ messages, nextCursor, aside: [] }], pageParams: [null] })
const ids = (data: MessageData) => toMessageList(data).map(({ id }) => id)

describe('changeMessages', () => {
  it('returns the same data when nothing changed', () => {
    const message = buildMessage()
    const data = page([message])
    expect(changeMessages(data, { upserts: [structuredClone(message)] })).toBe(data)
    expect(changeMessages(data, { statuses: [{ reference: message.id, status: 'sent', error: null }] })).toBe(data)
    expect(changeMessages(data, { removals: ['unknown'] })).toBe(data)
  })

  it('puts a late message where it belongs', () => {
    const data = page([buildMessage({ id: 'a', createdAt: at(1) }), buildMessage({ id: 'c', createdAt: at(3) })])
    expect(ids(changeMessages(data, { upserts: [buildMessage({ id: 'b', createdAt: at(2) })] }))).toEqual([
      'a',
      'b',
      'c',
    ])
  })

  it('orders equal times by id', () => {
    const data = page([buildMessage({ id: 'b', createdAt: at(1) })])
    const upserts = ['c', 'a'].map((id) => buildMessage({ id, createdAt: at(1) }))
    expect(ids(changeMessages(data, { upserts }))).toEqual(['a', 'b', 'c'])
  })

  it('finds a message by the channel’s id', () => {
    const data = page([buildMessage({ id: 'a', externalId: 'wamid.1', direction: 'outbound', status: 'sent' })])
    const changed = changeMessages(data, { statuses: [{ reference: 'wamid.1', status: 'read', error: null }] })
    expect(toMessageList(changed)[0]?.status).toBe('read')
  })

  it('takes over data that came from elsewhere whole: no page of it is taken for one that was just fetched', () => {
    const stretch = (id: string, second: number, nextCursor: string | null) => ({
      messages: [buildMessage({ id, createdAt: at(second) })],
      nextCursor,
      aside: [],
    })
    const restored: MessageData = { pages: [stretch('b', 2, 'b'), stretch('a', 1, null)], pageParams: [null, 'b'] }
    const changed = changeMessages(restored, { upserts: [buildMessage({ id: 'c', createdAt: at(3) })] })
    expect(changed.pages[1]).toBe(restored.pages[1])
    expect(changed.pages.map((each) => isMergedPage(each))).toEqual([true, true])
  })

  it('keeps the parameter of every page when several are split at once', () => {
    const many = (name: string, from: number) =>
      Array.from({ length: 150 }, (_, index) =>
        buildMessage({ id: `${name}${1000 + index}`, createdAt: at(from + index) }),
      )
    const pages = [
      { messages: many('newer', 1_000), nextCursor: 'newer1000', aside: [] },
      { messages: many('older', 0), nextCursor: 'before', aside: [] },
    ]
    const data = toMessageData({ pages, pageParams: [null, 'newer1000'] })
    const more = [...many('late', 300), ...many('live', 1_200)]
    const changed = changeMessages(data, { upserts: more })
    expect(changed.pages.map(({ messages }) => messages.length)).toEqual([100, 100, 100, 100, 100, 100])
    const [, ...cursors] = changed.pageParams
    expect(changed.pages.map(({ nextCursor }) => nextCursor)).toEqual([...cursors, 'before'])
    expect(ids(changed)).toEqual(ids(page([...pages.flatMap(({ messages }) => messages), ...more])))
  })

  it('keeps the identity of messages and pages it does not touch', () => {
    let data = page(
      Array.from({ length: 150 }, (_, second) => buildMessage({ id: `m${1000 + second}`, createdAt: at(second) })),
    )
    data = changeMessages(data, {
      upserts: Array.from({ length: 150 }, (_, second) =>
        buildMessage({ id: `n${1000 + second}`, createdAt: at(200 + second) }),
      ),
    })
    expect(data.pages.length).toBeGreaterThan(1)
    const before = toMessageList(data)
    const changed = changeMessages(data, { upserts: [buildMessage({ id: 'z', createdAt: at(900) })] })
    expect(changed.pages.slice(1)).toEqual(data.pages.slice(1))
    changed.pages.slice(1).forEach((each, position) => expect(each).toBe(data.pages[position + 1]))
    toMessageList(changed)
      .slice(0, -1)
      .forEach((message, position) => expect(message).toBe(before[position]))
  })

  it('splits a page that has grown, keeping the cursor with the oldest part', () => {
    const first = page([buildMessage({ id: 'first', createdAt: at(0) })], 'older')
    const upserts = Array.from({ length: 450 }, (_, second) =>
      buildMessage({ id: `m${1000 + second}`, createdAt: at(second + 1) }),
    )
    const data = changeMessages(first, { upserts })
    expect(data.pages.every(({ messages }) => messages.length < 200)).toBe(true)
    expect(data.pages.at(-1)?.nextCursor).toBe('older')
    expect(data.pageParams).toHaveLength(data.pages.length)
    expect(data.pageParams[0]).toBeNull()
    expect(ids(data)).toEqual(['first', ...upserts.map(({ id }) => id)])
  })

  it('puts aside what is older than everything loaded while there is older history to load', () => {
    const data = page([buildMessage({ id: 'b', createdAt: at(5) })], 'older')
    const changed = changeMessages(data, { upserts: [buildMessage({ id: 'a', createdAt: at(1) })] })
    expect(ids(changed)).toEqual(['b'])
    expect(changed.pages[0]?.aside.map(({ id }) => id)).toEqual(['a'])
    const complete = page([buildMessage({ id: 'b', createdAt: at(5) })], null)
    expect(ids(changeMessages(complete, { upserts: [buildMessage({ id: 'a', createdAt: at(1) })] }))).toEqual([
      'a',
      'b',
    ])
  })

  it('puts aside what shares its second with the edge of what is loaded and has its place before it', () => {
    const data = page([buildMessage({ id: 'b', createdAt: at(5) })], 'older')
    const changed = changeMessages(data, { upserts: ['a', 'c'].map((id) => buildMessage({ id, createdAt: at(5) })) })
    expect(ids(changed)).toEqual(['b', 'c'])
    expect(changed.pages[0]?.aside.map(({ id }) => id)).toEqual(['a'])
  })

  describe('with an optimistic message', () => {
    const optimistic = buildMessage({
      id: 'c1',
      clientId: 'c1',
      direction: 'outbound',
      status: 'sending',
      createdAt: at(1),
    })

    it('keeps it after all confirmed ones, however wrong this computer’s clock is', () => {
      const data = changeMessages(page([buildMessage({ id: 'a', createdAt: at(50) })]), { upserts: [optimistic] })
      expect(ids(data)).toEqual(['a', 'c1'])
      expect(ids(changeMessages(data, { upserts: [buildMessage({ id: 'b', createdAt: at(60) })] }))).toEqual([
        'a',
        'b',
        'c1',
      ])
    })

    it('makes one entry of it and its echo, with the same key', () => {
      const data = changeMessages(page([]), { upserts: [optimistic] })
      const echo = buildMessage({
        id: 's1',
        clientId: 'c1',
        direction: 'outbound',
        status: 'pending',
        createdAt: at(9),
      })
      const list = toMessageList(changeMessages(data, { upserts: [echo] }))
      expect(list).toEqual([echo])
    })

    it('makes one entry of it and an echo without a client id once the answer names both', () => {
      const echo = buildMessage({ id: 's1', clientId: null, direction: 'outbound', status: 'sent', createdAt: at(9) })
      const data = changeMessages(page([]), { upserts: [optimistic, echo] })
      expect(toMessageList(data)).toHaveLength(2)
      const answer = { ...echo, clientId: 'c1', status: 'pending' as const }
      const list = toMessageList(changeMessages(data, { upserts: [answer] }))
      expect(list).toEqual([{ ...echo, clientId: 'c1' }])
    })

    it('takes it away when it is discarded', () => {
      const data = changeMessages(page([]), { upserts: [optimistic] })
      expect(ids(changeMessages(data, { removals: ['c1'] }))).toEqual([])
    })

    it('keeps two messages apart that a server made of one client id', () => {
      const twice = ['s1', 's2'].map((id) =>
        buildMessage({ id, clientId: 'c1', direction: 'outbound', createdAt: at(9) }),
      )
      const list = toMessageList(changeMessages(page([]), { upserts: twice }))
      expect(list.map(({ id, clientId }) => [id, clientId])).toEqual([
        ['s1', 'c1'],
        ['s2', null],
      ])
    })
  })

  it('ends as a plain map would, whatever comes in whatever order', () => {
    const status = fc.constantFrom<DeliveryStatus>('pending', 'sent', 'delivered', 'read', 'failed')
    const upsert = fc.record({
      id: fc.integer({ min: 0, max: 400 }),
      status,
      revision: fc.integer({ min: 0, max: 5 }),
    })
    const batch = fc.record({
      upserts: fc.array(upsert, { maxLength: 60 }),
      statuses: fc.array(fc.record({ id: fc.integer({ min: 0, max: 400 }), status }), { maxLength: 20 }),
    })
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 12 }), (batches) => {
        const truth = new Map<string, Message>()
        let data = page([])
        for (const { upserts, statuses } of batches) {
          const messages = upserts.map(({ id, status: value, revision }) =>
            buildMessage({
              id: `m${id}`,
              // Several share a time, on purpose.
              createdAt: at(Math.floor(id / 3)),
              direction: 'outbound',
              status: value,
              text: `revision ${revision}`,
              updatedAt: at(1000 + revision),
            }),
          )
          for (const message of messages) {
            const known = truth.get(message.id)
            truth.set(message.id, known ? mergeMessage(known, message) : message)
          }
          for (const { id, status: value } of statuses) {
            const known = truth.get(`m${id}`)
            if (known) truth.set(known.id, applyStatus(known, value, null))
          }
          data = changeMessages(data, {
            upserts: messages,
            statuses: statuses.map(({ id, status: value }) => ({ reference: `m${id}`, status: value, error: null })),
          })
          expect(toMessageList(data)).toEqual([...truth.values()].toSorted(compareMessages))
        }
      }),
      { numRuns: 150 },
    )
  })

  it('finds the page of what is far back, however many there are and even if some are empty', () => {
    const id = fc.integer({ min: 0, max: 60 })
    const step = fc.record({ id, kind: fc.constantFrom('receipt', 'by the channel’s id', 'message', 'removal') })
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 25 }), fc.array(step), (sizes, steps) => {
        const toNth = (nth: number) =>
          buildMessage({ id: `m${100 + nth}`, externalId: `w${nth}`, createdAt: at(nth), status: 'sent' })
        const stretches = sizes.map((size, nth) => Array.from({ length: size }, (_, more) => toNth(nth * 3 + more)))
        const pages = stretches.toReversed().map((messages) => ({ messages, nextCursor: null, aside: [] }))
        const truth = new Map(stretches.flat().map((message) => [message.id, message]))
        let data = toMessageData({ pages, pageParams: pages.map(() => null) })
        if (pages.length === 0) data = page([])
        for (const { id: nth, kind } of steps) {
          const message = toNth(nth)
          const known = truth.get(message.id)
          if (kind === 'message') {
            truth.set(message.id, known ?? message)
            data = changeMessages(data, { upserts: [message] })
          } else if (kind === 'removal') {
            truth.delete(message.id)
            data = changeMessages(data, { removals: [message.id] })
          } else {
            if (known) truth.set(known.id, applyStatus(known, 'read', null))
            const reference = kind === 'receipt' ? message.id : `w${nth}`
            data = changeMessages(data, { statuses: [{ reference, status: 'read', error: null }] })
          }
          expect(toMessageList(data).map((each) => [each.id, each.status])).toEqual(
            [...truth.values()].toSorted(compareMessages).map((each) => [each.id, each.status]),
          )
        }
      }),
      { numRuns: 300 },
    )
  })

  it('looks at a few pages for each of many receipts, wherever they belong', () => {
    const stretch = (nth: number) => ({ messages: [watched(nth)], nextCursor: `m${nth}`, aside: [] })
    let reads = 0
    const watched = (nth: number) => {
      const message = buildMessage({ id: `m${10_000 + nth}`, status: 'sent', direction: 'outbound' })
      const createdAt = new Date(Date.UTC(2026, 0, 5) + nth * 1_000).toISOString()
      return Object.defineProperty({ ...message }, 'createdAt', {
        enumerable: true,
        get: () => {
          reads += 1
          return createdAt
        },
      })
    }
    const pages = Array.from({ length: 2_000 }, (_, index) => stretch(2_000 - index))
    const data = toMessageData({ pages, pageParams: pages.map(() => null) })
    const references = Array.from({ length: 100 }, (_, index) => `m${10_001 + index * 20}`)
    reads = 0
    changeMessages(data, { statuses: references.map((reference) => ({ reference, status: 'read', error: null })) })
    // Eleven halvings of two messages each, and both read once or twice; one after the other it would be 200,000.
    expect(reads).toBeLessThan(100 * 11 * 6)
  })
})
