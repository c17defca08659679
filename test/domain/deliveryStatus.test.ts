import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { climbStatus, type DeliveryStatus } from '../../src/domain/deliveryStatus.ts'

const LADDER: readonly DeliveryStatus[] = ['sending', 'pending', 'sent', 'delivered', 'read']
const anyStatus = fc.constantFrom<DeliveryStatus>(...LADDER, 'failed')

describe('climbStatus', () => {
  it('climbs one rung at a time or several', () => {
    expect(climbStatus('sending', 'pending')).toBe('pending')
    expect(climbStatus('pending', 'read')).toBe('read')
  })

  it('never steps back', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LADDER), fc.constantFrom(...LADDER), (current, next) => {
        expect(LADDER.indexOf(climbStatus(current, next))).toBeGreaterThanOrEqual(LADDER.indexOf(current))
      }),
    )
  })

  it('reaches failed only from below delivered, and never leaves it', () => {
    for (const status of ['sending', 'pending', 'sent'] as const) expect(climbStatus(status, 'failed')).toBe('failed')
    for (const status of ['delivered', 'read'] as const) expect(climbStatus(status, 'failed')).toBe(status)
    for (const status of LADDER) expect(climbStatus('failed', status)).toBe('failed')
  })

  it('ends the same whatever order the receipts of a delivered message come in', () => {
    const receipts = fc.array(fc.constantFrom<DeliveryStatus>('pending', 'sent', 'delivered', 'read'), { maxLength: 8 })
    fc.assert(
      fc.property(receipts, (statuses) => {
        const forwards = statuses.reduce(climbStatus, 'sending')
        const backwards = statuses.toReversed().reduce(climbStatus, 'sending')
        expect(forwards).toBe(backwards)
      }),
    )
  })

  it('is idempotent', () => {
    fc.assert(
      fc.property(anyStatus, anyStatus, (current, next) => {
        const once = climbStatus(current, next)
        expect(climbStatus(once, next)).toBe(once)
      }),
    )
  })
})
