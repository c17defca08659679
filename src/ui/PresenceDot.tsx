'use client'
import type { ReactNode } from 'react'
import type { PresenceStatus } from '../domain/presence.ts'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'

export interface PresenceDotProps {
  readonly status: PresenceStatus
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Whether somebody is there: a full dot, a ring, or a bar, and the word for it. Lies on the corner of a face beside it. */
export function PresenceDot({ status, className }: PresenceDotProps): ReactNode {
  const { words } = useLanguage()
  return (
    <span className={cx('crm-dot', className)} data-status={status}>
      <span className="crm-hidden">{words.presence[status]}</span>
    </span>
  )
}
