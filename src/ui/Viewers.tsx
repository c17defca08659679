import type { ReactNode } from 'react'
import type { Presence } from '../domain/presence.ts'
import { Avatar } from './Avatar.tsx'
import { words } from './words.ts'

export interface ViewersProps {
  readonly presences: readonly Presence[]
}

/** So many faces; the rest is a number. */
const FACES = 3

/** Who else looks at this conversation, so that two do not answer the same question. Nothing while nobody does. */
export function Viewers({ presences }: ViewersProps): ReactNode {
  const faces = presences.slice(0, FACES)
  const more = presences.length - faces.length
  const label = words.alsoHere(presences.map(({ userName }) => userName ?? words.somebody))
  return (
    <div className="crm-viewers" role="status" title={presences.length > 0 ? label : undefined}>
      {presences.length > 0 && <span className="crm-hidden">{label}</span>}
      {faces.map(({ userId, userName, status }) => (
        <span className="crm-viewer" key={userId} data-status={status} aria-hidden="true">
          <Avatar contact={{ id: null, name: userName ?? words.somebody, phone: null, avatarUrl: null }} />
        </span>
      ))}
      {more > 0 && (
        <span className="crm-viewer-more" aria-hidden="true">
          +{more}
        </span>
      )}
    </div>
  )
}
