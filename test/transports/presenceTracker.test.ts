import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPresenceTracker } from '../../src/transports/presenceTracker.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const open = () => {
  const said: (object | null)[] = []
  return { said, tracker: createPresenceTracker((payload) => said.push(payload)) }
}

it('says four things at once, and then only the last, when it may again', () => {
  const { said, tracker } = open()
  for (let n = 1; n <= 7; n += 1) tracker.track({ n })
  expect(said).toEqual([1, 2, 3, 4].map((n) => ({ n })))
  vi.advanceTimersByTime(29_999)
  expect(said).toHaveLength(4)
  vi.advanceTimersByTime(1)
  expect(said.slice(4)).toEqual([{ n: 7 }])
})

it('never says more than Realtime bears in any 30 s', () => {
  const { said, tracker } = open()
  const times: number[] = []
  for (let n = 0; n < 400; n += 1) {
    tracker.track({ n })
    while (times.length < said.length) times.push(Date.now())
    vi.advanceTimersByTime(500)
    while (times.length < said.length) times.push(Date.now())
  }
  for (const [position, at] of times.entries()) expect(at - (times[position - 5] ?? -Infinity)).toBeGreaterThan(30_000)
  expect(said.length).toBeGreaterThan(20)
})

it('takes the last word back, and says nothing after its end', () => {
  const { said, tracker } = open()
  for (let n = 1; n <= 5; n += 1) tracker.track({ n })
  tracker.track(null)
  vi.advanceTimersByTime(30_000)
  expect(said.at(-1)).toBeNull()
  for (let n = 1; n <= 5; n += 1) tracker.track({ n })
  tracker.stop()
  expect(vi.getTimerCount()).toBe(0)
})
