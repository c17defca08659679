'use client'
import type { ReactNode } from 'react'
import { useNow } from '../../react/useNow.ts'
import { cx } from '../cx.ts'
import { useLanguage } from '../languages/useLanguage.ts'

export interface DayDividerProps {
  readonly at: string
  /** Over the messages, and not read out. Default: it stands among them. */
  readonly isFloating?: boolean
}

/** A day, in a word where there is one. */
export function DayDivider({ at, isFloating }: DayDividerProps): ReactNode {
  const { formats } = useLanguage()
  const day = useNow((now) => formats.day(at, now))
  return (
    <div className={cx('crm-day', isFloating && 'crm-day-floating')} aria-hidden={isFloating}>
      <time dateTime={at.slice(0, 10)}>{day}</time>
    </div>
  )
}
