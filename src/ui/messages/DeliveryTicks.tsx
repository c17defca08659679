'use client'
import type { ReactNode } from 'react'
import type { DeliveryStatus } from '../../domain/deliveryStatus.ts'
import { cx } from '../cx.ts'
import { useLanguage } from '../languages/useLanguage.ts'

export interface DeliveryTicksProps {
  readonly status: DeliveryStatus
  /** Added to the part's own. */
  readonly className?: string | undefined
}

const CLOCK = 'M4.8 5.5a4.2 4.2 0 1 0 8.4 0 4.2 4.2 0 1 0-8.4 0M9 3.2v2.5l1.7 1'
const TWO_TICKS = 'M1.5 6l2.7 2.7L9.5 3M7.5 8l.7.7L13.5 3'

const SIGNS: Record<DeliveryStatus, string> = {
  sending: CLOCK,
  pending: CLOCK,
  sent: 'M5.5 6l2.7 2.7L13.5 3',
  delivered: TWO_TICKS,
  read: TWO_TICKS,
  failed: 'M9 1.5v5M9 9.3v.1',
}

/** How far an own message has come: clock, one tick, two, two in accent, or an exclamation mark. Always as wide. */
export function DeliveryTicks({ status, className }: DeliveryTicksProps): ReactNode {
  const { words } = useLanguage()
  return (
    <span className={cx('crm-ticks', className)} data-status={status}>
      <svg viewBox="0 0 16 11" aria-hidden="true">
        <path d={SIGNS[status]} />
      </svg>
      <span className="crm-hidden">{words.status[status]}</span>
    </span>
  )
}
