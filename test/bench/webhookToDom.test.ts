import { describe, expect, it } from 'vitest'
import { toPercentiles } from './percentiles.ts'
import { measureWebhookToDom } from './webhookToDom.ts'

describe('the benchmark', () => {
  it('brings every message to the second tab and to the bare socket', async () => {
    const { messages, secondTab, bareSocket } = await measureWebhookToDom(10)
    expect(messages).toBe(10)
    for (const { p50, max } of [secondTab, bareSocket]) {
      expect(p50).toBeGreaterThan(0)
      expect(max).toBeGreaterThanOrEqual(p50)
    }
  }, 60_000)

  it('reckons percentiles', () => {
    expect(toPercentiles(Array.from({ length: 100 }, (_, index) => index + 1))).toEqual({
      p50: 50,
      p95: 95,
      p99: 99,
      max: 100,
    })
    expect(toPercentiles([3])).toEqual({ p50: 3, p95: 3, p99: 3, max: 3 })
  })
})
