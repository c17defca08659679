import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createHeartbeat } from '../../src/connection/heartbeat.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function start(ping: () => Promise<unknown>) {
  const asked = vi.fn(ping)
  const onDead = vi.fn()
  const heartbeat = createHeartbeat({ ping: asked, onDead })
  heartbeat.start()
  onTestFinished(heartbeat.stop)
  return { heartbeat, asked, onDead }
}

describe('the heartbeat', () => {
  it('asks two seconds after the last frame, not after the first, and not while they come', async () => {
    const { heartbeat, asked } = start(async () => {})
    for (let count = 0; count < 50; count += 1) {
      await vi.advanceTimersByTimeAsync(100)
      heartbeat.noteTraffic()
    }
    expect(asked).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1_999)
    expect(asked).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(asked).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(asked).toHaveBeenCalledTimes(2)
  })

  it('sets no timer for a frame: a burst would set and clear a thousand of them', async () => {
    const { heartbeat } = start(async () => {})
    const set = vi.spyOn(globalThis, 'setTimeout')
    for (let count = 0; count < 1_000; count += 1) heartbeat.noteTraffic()
    expect(set).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(1)
  })

  it('gives a silent line up once the question is not answered', async () => {
    const { onDead } = start(() => new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), 2_000)))
    await vi.advanceTimersByTimeAsync(3_999)
    expect(onDead).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(onDead).toHaveBeenCalledOnce()
  })
})
