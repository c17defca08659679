'use client'
import type { ReactNode } from 'react'
import { useLanguage } from './languages/useLanguage.ts'
import { useNow } from '../react/useNow.ts'

export interface ItemLinesProps {
  readonly name: ReactNode
  /** When it was last active; `null`: not known. */
  readonly at: string | null
  readonly preview: ReactNode
  /** Stands at the end of the second line. */
  readonly children?: ReactNode
}

/** The two lines of whatever stands for a conversation: a row, a card, a result. Its time stays true overnight. */
export function ItemLines({ name, at, preview, children }: ItemLinesProps): ReactNode {
  const { formats } = useLanguage()
  const when = useNow((now) => at && formats.when(at, now))
  return (
    <>
      <span className="crm-item-line">
        <span className="crm-item-name" dir="auto">
          {name}
        </span>
        {at && (
          <time className="crm-time" dateTime={at}>
            {when}
          </time>
        )}
      </span>
      <span className="crm-item-line">
        <span className="crm-item-preview" dir="auto">
          {preview}
        </span>
        {children}
      </span>
    </>
  )
}
