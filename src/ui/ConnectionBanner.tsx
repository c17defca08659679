'use client'
import { useEffect, useState, type ReactNode } from 'react'
import type { ConnectionState } from '../connection/connectionState.ts'
import { cx } from './cx.ts'
import { IconButton } from './IconButton.tsx'
import { CLOSE_PATH, Icon, LINE_PATH } from './icons.tsx'
import { useLanguage } from './languages/useLanguage.ts'
import { toLineState, type LineState } from './lineState.ts'
import { LinkButton } from './LinkButton.tsx'
import { useNow } from '../react/useNow.ts'
import { toLineNotice } from './toLineNotice.ts'
import { useLasting } from './useLasting.ts'

export interface ConnectionBannerProps {
  readonly connection: ConnectionState
  readonly onReconnect?: (() => void) | undefined
  /** Leads whoever is signed out to where one signs in. */
  readonly onSignIn?: (() => void) | undefined
  /** Called when the reader has put it away: the focus wants another place then. */
  readonly onDismiss?: (() => void) | undefined
  /** What was put away, and how that is remembered, where the banner has two places: a `useState`. Default: its own. */
  readonly dismissal?: Dismissal | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** What was put away; `null`: nothing. */
export type Dismissal = readonly [dismissed: LineState | null, setDismissed: (dismissed: LineState | null) => void]

/** A line that is back within four seconds has alarmed nobody. */
const PATIENCE_MS = 4_000

/** Says since when the line is not as it should be, and what still works. Put away, it is gone until the next outage. */
export function ConnectionBanner(props: ConnectionBannerProps): ReactNode {
  const { connection, onReconnect, onSignIn, onDismiss, className } = props
  const language = useLanguage()
  const { words } = language
  // Overnight it becomes yesterday.
  useNow((now) => now.toDateString())
  const notice = toLineNotice(connection, language)
  const hasLasted = useLasting(notice !== null, notice ? PATIENCE_MS : 0, notice?.isSettled)
  /** What was put away. The line being worse than that is another matter; being well again ends it. */
  const own = useState<LineState | null>(null)
  const [dismissed, setDismissed] = props.dismissal ?? own
  const kind = toLineState(connection)
  useEffect(() => {
    if (!notice) setDismissed(null)
  })
  // It is there before it speaks: a live region that comes with its words is not read out everywhere.
  if (!notice || !hasLasted || kind === dismissed) return <div role="status" />
  const { tone, title, hint } = notice
  return (
    <div role="status">
      <div className={cx('crm-banner', className)} data-tone={tone}>
        <Icon path={LINE_PATH} />
        <div className="crm-banner-text">
          <strong>{title}</strong> <span>{hint}</span>{' '}
          {/connecting|offline/.test(connection.status) && (
            <LinkButton onClick={onReconnect}>{words.connectNow}</LinkButton>
          )}
          {connection.status === 'unauthorized' && <LinkButton onClick={onSignIn}>{words.signIn}</LinkButton>}
        </div>
        {tone === 'warn' && (
          <IconButton
            label={words.dismiss}
            path={CLOSE_PATH}
            onClick={() => {
              setDismissed(kind)
              onDismiss?.()
            }}
          />
        )}
      </div>
    </div>
  )
}
