'use client'
import type { ReactNode } from 'react'

export interface MeterProps {
  /** 0 to 1. */
  readonly value: number
  /** Its name, where it says something that no word beside it does. Default: decoration. */
  readonly label?: string
}

/** A thin bar that is filled so far. */
export function Meter({ value, label }: MeterProps): ReactNode {
  const spoken =
    label === undefined
      ? { 'aria-hidden': true }
      : { role: 'progressbar', 'aria-label': label, 'aria-valuenow': Math.round(value * 100) }
  return <span className="crm-meter" style={{ '--crm-value': value } as object} {...spoken} />
}
