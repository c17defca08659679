'use client'
import type { ReactNode } from 'react'
import type { Presence } from '../domain/presence.ts'
import { cx } from './cx.ts'
import { Face } from './Face.tsx'
import { useLanguage } from './languages/useLanguage.ts'

export interface PresenceListProps {
  /** The other agents who look at the conversation. */
  readonly presences: readonly Presence[]
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Who else looks at the conversation, by name. Nothing while nobody does. */
export function PresenceList({ presences, className }: PresenceListProps): ReactNode {
  const { words } = useLanguage()
  if (presences.length === 0) return null
  return (
    <div className={cx('crm-here', className)}>
      <h3>{words.hereToo}</h3>
      <ul>
        {presences.map(({ userId, userName, status }) => (
          <li key={userId}>
            <Face contact={{ name: userName ?? words.somebody }} presence={status} />
            <bdi>{userName ?? words.somebody}</bdi>
            <span className="crm-time" aria-hidden="true">
              {words.presence[status]}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
