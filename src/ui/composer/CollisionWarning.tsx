'use client'
import type { ReactNode } from 'react'
import { cx } from '../cx.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { LinkButton } from '../LinkButton.tsx'

export interface CollisionWarningProps {
  /** Who it is; `null` for one without a name. Nobody: nothing is shown. */
  readonly names: readonly (string | null)[]
  /** `typing`: they are writing, too. `answered`: they have sent something since this user began to write. */
  readonly kind: 'typing' | 'answered'
  /** Leads to what was answered. With it, and in a `Composer`, "Send anyway" stands beside it: that is its send button. */
  readonly onReview?: (() => void) | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/**
 * Says that a colleague is at the same conversation, before the customer gets two answers. It never stands in the way:
 * Enter sends as always.
 */
export function CollisionWarning({ names, kind, onReview, className }: CollisionWarningProps): ReactNode {
  const { words, formats } = useLanguage()
  const who = formats.list(names.map((name) => name ?? words.somebody))
  const say = kind === 'typing' ? words.alsoWriting : words.hasAnswered
  const isShown = names.length > 0
  return (
    <div className={cx('crm-collision', className)} data-kind={kind} hidden={!isShown}>
      {/* It is there before it speaks: a live region that comes with its words is not read out everywhere. */}
      <span role="status">{isShown && say(who, formats.count(names.length))}</span>
      {kind === 'answered' && onReview && (
        <>
          <LinkButton onClick={onReview}>{words.review}</LinkButton>
          <button type="submit" className="crm-link">
            {words.sendAnyway}
          </button>
        </>
      )}
    </div>
  )
}
