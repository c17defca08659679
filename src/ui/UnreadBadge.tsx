'use client'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'

export interface UnreadBadgeProps {
  /** How many messages were not read; 0 shows nothing. */
  readonly count: number
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** More is a number that nobody reads. */
const MOST = 99

/** How many messages wait to be read, in a dot. */
export function UnreadBadge({ count, className }: UnreadBadgeProps): ReactNode {
  const { words, formats } = useLanguage()
  if (count <= 0) return null
  return (
    <span className={cx('crm-badge', className)}>
      <span aria-hidden="true">{count > MOST ? `${formats.count(MOST).text}+` : formats.count(count).text}</span>
      <span className="crm-hidden">{words.unread(formats.count(count))}</span>
    </span>
  )
}
