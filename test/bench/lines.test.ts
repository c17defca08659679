import { describe, expect, it } from 'vitest'
import { measureEndToEnd } from './endToEnd.ts'
import { measureFanOut } from './fanOut.ts'
import { findTextFault, toText } from './lines/texts.ts'
import { measureMemory } from './memory.ts'
import { measureSizes } from './sizes.ts'
import { measureThroughput } from './throughput.ts'

describe('the benchmarks of the line', () => {
  it('bring every message to both clients, in Node and in a tab', async () => {
    const { node, tab } = await measureEndToEnd(6)
    for (const { messages, bareSocket, ours, ratioP50 } of [node, tab]) {
      expect(messages).toBe(6)
      for (const { p50, max } of [bareSocket, ours]) {
        expect(p50).toBeGreaterThan(0)
        expect(max).toBeGreaterThanOrEqual(p50)
      }
      expect(ratioP50).toBeGreaterThan(0)
    }
  }, 60_000)

  it('count what a tab takes in a second', async () => {
    const { bareSocket, ours, ratio } = await measureThroughput({ messages: 1_000, rounds: 1 })
    for (const perSecond of [bareSocket, ours, ratio]) expect(perSecond).toBeGreaterThan(0)
  }, 60_000)

  it('hold a history in the heap, on screen and cached', async () => {
    const { jsonBytes, wireBytes, watchedBytes, cachedBytes, ratio } = await measureMemory(1_000)
    for (const bytes of [jsonBytes, wireBytes]) expect(bytes).toBeGreaterThan(1_000 * 300)
    for (const bytes of [watchedBytes, cachedBytes]) expect(bytes).toBeGreaterThan(1_000 * 100)
    // With what the first page of all takes; the limit itself is the bench's, with a hundred times as many.
    expect(ratio).toBeLessThan(2)
  }, 60_000)

  it('reach every member of a conversation', async () => {
    const [few] = await measureFanOut({ sizes: [12], messages: 3 })
    expect(few).toMatchObject({ members: 12, messages: 3, kilobytesPerConnection: null })
    expect(few?.latency.p50).toBeGreaterThan(few?.spread.p50 ?? Infinity)
  }, 60_000)

  it('weigh what is loaded first, and what is loaded later', async () => {
    const sizes = Object.values(await measureSizes())
    expect(sizes.map(({ aim }) => aim)).toEqual([14_000, 38_000, null, 12_000, 25_000])
    for (const { bytes, aim, isReached } of sizes) {
      expect([bytes > 5_000, isReached]).toEqual([true, aim === null ? null : bytes <= aim])
    }
  })

  it('see what is missing, there twice, or in another place', () => {
    const list = [0, 1, 2].map((number) => ({ id: `${number}`, text: toText(number) }))
    const [first, second, third] = list
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are no messages')
    expect(findTextFault(list, 3)).toBeNull()
    expect(findTextFault([first, second], 3)).toBe('2 instead of 3')
    expect(findTextFault([first, second, second], 3)).toBe('1 twice')
    expect(findTextFault([first, third, second], 3)).toBe('wrong from 1 on')
  })
})
