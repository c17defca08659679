'use client'
import type { ReactNode } from 'react'
import type { ConnectionState } from '../connection/connectionState.ts'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'
import { toLineState, type LineState } from './lineState.ts'
import { useLasting } from './useLasting.ts'

export type Tone = 'ok' | 'info' | 'warn' | 'danger' | 'quiet'

/** What is not as it should be and may come right by itself is `warn`. */
const TONES: Partial<Record<LineState, Tone>> = {
  idle: 'quiet',
  connecting: 'quiet',
  connected: 'ok',
  supabase: 'info',
  unauthorized: 'danger',
  failed: 'danger',
}

/** A drop of a second shows nothing. */
const DROP_MS = 1_000

export interface ConnectionPillProps extends Pick<ConnectionState, 'status' | 'transport'> {
  /** Why the line is not the best there is; without it, Supabase is the line that was wanted. */
  readonly reason?: ConnectionState['reason']
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** The line's state, and which line it is, in a word and a colour, at all times. */
export function ConnectionPill({ status, transport, reason = null, className }: ConnectionPillProps): ReactNode {
  const { words } = useLanguage()
  const shown = toLineState({ status, transport, reason })
  // Good news at once, and so which line it is; bad news when it lasts.
  const isGood = status === 'connected' || status === 'connecting'
  const lasting = useLasting<LineState>(shown, isGood ? 0 : DROP_MS)
  return (
    <span className={cx('crm-pill', className)} data-tone={TONES[lasting] ?? 'warn'} role="status">
      {words.connection[lasting]}
    </span>
  )
}
