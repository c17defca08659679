'use client'
import type { ReactNode } from 'react'
import type { ConversationError } from '../domain/errors.ts'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'
import { LinkButton } from './LinkButton.tsx'

export interface GapNoticeProps {
  /** Why a conversation that is on screen is not kept true; `null`: it is. */
  readonly error: ConversationError | null
  readonly onReload?: (() => void) | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Says that messages may be missing from a conversation that is on screen, and why. */
export function GapNotice({ error, onReload, className }: GapNoticeProps): ReactNode {
  const { words } = useLanguage()
  if (!error) return null
  const reasons: Partial<Record<string, string>> = { forbidden: words.gapForbidden, not_found: words.gapGone }
  return (
    <div className={cx('crm-banner', className)} data-tone="warn" role="status">
      <div className="crm-banner-text">
        <strong>{words.gap}</strong> <span>{reasons[error.code] ?? words.gapUnanswered}</span>{' '}
        <LinkButton onClick={onReload}>{words.tryAgain}</LinkButton>
      </div>
    </div>
  )
}
