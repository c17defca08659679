import { expect, it } from 'vitest'
import { measureFailover } from './failover.ts'

it('the benchmark of failing over brings messages after every kind of fault', async () => {
  const failover = await measureFailover(1)
  for (const { p50 } of [failover.cut, failover.refused, failover.halfOpen]) expect(p50).toBeGreaterThan(0)
}, 120_000)
