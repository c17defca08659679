'use client'
import type { ReactNode } from 'react'
import type { Presence } from '../domain/presence.ts'
import { cx } from './cx.ts'
import { Face } from './Face.tsx'
import { useLanguage } from './languages/useLanguage.ts'

export interface ViewersProps {
  readonly presences: readonly Presence[]
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** So many faces; the rest is a number. */
const FACES = 3

/** Who else looks at this conversation, so that two do not answer the same question. Nothing while nobody does. */
export function Viewers({ presences, className }: ViewersProps): ReactNode {
  const { words, formats } = useLanguage()
  const faces = presences.slice(0, FACES)
  const more = presences.length - faces.length
  const names = formats.list(presences.map(({ userName }) => userName ?? words.somebody))
  const label = presences.length > 0 ? words.alsoHere(names, formats.count(presences.length)) : undefined
  return (
    <div className={cx('crm-viewers', className)} role="status" title={label}>
      {label && <span className="crm-hidden">{label}</span>}
      {faces.map(({ userId, userName, status }) => (
        <Face
          key={userId}
          className="crm-viewer"
          aria-hidden="true"
          contact={{ name: userName ?? words.somebody }}
          presence={status}
        />
      ))}
      {more > 0 && (
        <span className="crm-viewer-more" aria-hidden="true">
          +{formats.count(more).text}
        </span>
      )}
    </div>
  )
}
