'use client'
import type { ReactNode } from 'react'
import type { Presence } from '../domain/presence.ts'
import { Avatar } from './Avatar.tsx'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'
import { PresenceDot } from './PresenceDot.tsx'

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
  const label = words.alsoHere(names, formats.count(presences.length))
  return (
    <div className={cx('crm-viewers', className)} role="status" title={presences.length > 0 ? label : undefined}>
      {presences.length > 0 && <span className="crm-hidden">{label}</span>}
      {faces.map(({ userId, userName, status }) => (
        <span className="crm-face crm-viewer" key={userId} aria-hidden="true">
          <Avatar contact={{ name: userName ?? words.somebody }} />
          <PresenceDot status={status} />
        </span>
      ))}
      {more > 0 && (
        <span className="crm-viewer-more" aria-hidden="true">
          +{formats.count(more).text}
        </span>
      )}
    </div>
  )
}
