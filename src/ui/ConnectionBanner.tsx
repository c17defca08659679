'use client'
import type { ReactNode } from 'react'
import type { ConnectionState } from '../connection/connectionState.ts'
import type { Tone } from './ConnectionPill.tsx'
import { cx } from './cx.ts'
import { useLanguage, type UiLanguage } from './languages/useLanguage.ts'
import { useLasting } from './useLasting.ts'

export interface ConnectionBannerProps {
  readonly connection: ConnectionState
  readonly onReconnect?: (() => void) | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** A line that is back within four seconds has alarmed nobody. */
const PATIENCE_MS = 4_000

/** Says since when the line is down, and what still works. */
export function ConnectionBanner({ connection, onReconnect, className }: ConnectionBannerProps): ReactNode {
  const language = useLanguage()
  const notice = toNotice(connection, language)
  const isDown = notice !== null
  const hasLasted = useLasting(isDown, isDown ? PATIENCE_MS : 0)
  if (notice === null || !hasLasted) return null
  return (
    <div className={cx('crm-banner', className)} data-tone={notice.tone} role="status">
      <strong>{notice.title}</strong>
      {notice.hint !== null && <span>{notice.hint}</span>}
      {notice.tone === 'warn' && onReconnect && (
        <button type="button" className="crm-link" onClick={onReconnect}>
          {language.words.connectNow}
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

function toNotice({ status, lastSyncedAt, since }: ConnectionState, { words, formats }: UiLanguage): Notice | null {
  const at = formats.time(lastSyncedAt ?? since)
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
