'use client'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'
import { LinkButton } from './LinkButton.tsx'

export interface StateNoticeProps {
  readonly title: string
  readonly hint?: string | undefined
  readonly onRetry?: (() => void) | undefined
  /** It is not read out by itself: what changes with every letter would be heard with each. Default `false`. */
  readonly isSilent?: boolean
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** What stands in a pane that has nothing to list: what it is, what will come, and the way out. */
export function StateNotice({ title, hint, onRetry, isSilent, className }: StateNoticeProps): ReactNode {
  const { words } = useLanguage()
  return (
    <div className={cx('crm-state', className)} role={isSilent ? undefined : 'status'}>
      <strong>{title}</strong>
      {hint && <p>{hint}</p>}
      <LinkButton onClick={onRetry}>{words.tryAgain}</LinkButton>
    </div>
  )
}
