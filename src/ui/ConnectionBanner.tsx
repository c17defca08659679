import type { ReactNode } from 'react'
import type { ConnectionState } from '../connection/connectionState.ts'
import type { Tone } from './ConnectionPill.tsx'
import { formatTime } from './formatTime.ts'
import { useLasting } from './useLasting.ts'
import { words } from './words.ts'

export interface ConnectionBannerProps {
  readonly connection: ConnectionState
  readonly onReconnect?: (() => void) | undefined
}

/** A line that is back within four seconds has alarmed nobody. */
const PATIENCE_MS = 4_000

/** Says since when the line is down, and what still works. */
export function ConnectionBanner({ connection, onReconnect }: ConnectionBannerProps): ReactNode {
  const notice = toNotice(connection)
  const isDown = notice !== null
  const hasLasted = useLasting(isDown, isDown ? PATIENCE_MS : 0)
  if (notice === null || !hasLasted) return null
  return (
    <div className="crm-banner" data-tone={notice.tone} role="status">
      <strong>{notice.title}</strong>
      {notice.hint !== null && <span>{notice.hint}</span>}
      {notice.tone === 'warn' && onReconnect && (
        <button type="button" className="crm-link" onClick={onReconnect}>
          {words.connectNow}
        </button>
      )}
    </div>
  )
}

interface Notice {
  readonly tone: Tone
  readonly title: string
  readonly hint: string | null
}

function toNotice({ status, lastSyncedAt, since }: ConnectionState): Notice | null {
  const at = formatTime(lastSyncedAt ?? since)
  switch (status) {
    case 'connecting':
    case 'reconnecting':
      return { tone: 'warn', title: words.lost(at), hint: words.lostHint }
    case 'offline':
      return { tone: 'warn', title: words.offline(at), hint: words.lostHint }
    case 'unauthorized':
      return { tone: 'danger', title: words.signedOut, hint: words.signedOutHint }
    case 'failed':
      return { tone: 'danger', title: words.notSetUp, hint: null }
    case 'idle':
    case 'connected':
    case 'catching-up':
      return null
  }
}
