'use client'
import type { ReactNode } from 'react'
import type { TypingParticipant } from '../domain/typing.ts'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'

export interface TypingIndicatorProps {
  readonly typing: readonly TypingParticipant[]
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Who is writing. Keeps its place when nobody is, so that nothing jumps. */
export function TypingIndicator({ typing, className }: TypingIndicatorProps): ReactNode {
  const { words } = useLanguage()
  const [first] = typing
  return (
    <div className={cx('crm-typing', className)} role="status">
      {first && (
        <>
          <span className="crm-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {words.typing(first.name)}
        </>
      )}
    </div>
  )
}
