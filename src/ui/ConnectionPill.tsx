'use client'
import type { ReactNode } from 'react'
import type { ConnectionState, ConnectionStatus } from '../connection/connectionState.ts'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'
import { useLasting } from './useLasting.ts'

export type Tone = 'ok' | 'info' | 'warn' | 'danger' | 'quiet'

type Shown = ConnectionStatus | 'supabase' | 'backup' | 'polling'

/** What is not as it should be and may come right by itself is `warn`. */
const TONES: Partial<Record<Shown, Tone>> = {
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
  const shown = toShown({ status, transport, reason })
  // Good news at once, and so which line it is; bad news when it lasts.
  const isGood = status === 'connected' || status === 'connecting'
  const lasting = useLasting<Shown>(shown, isGood ? 0 : DROP_MS)
  return (
    <span className={cx('crm-pill', className)} data-tone={TONES[lasting] ?? 'warn'} role="status">
      {words.connection[lasting]}
    </span>
  )
}

function toShown({ status, transport, reason }: Pick<ConnectionState, 'status' | 'transport' | 'reason'>): Shown {
  if (status !== 'connected' || transport === null || transport === 'socket') return status
  return transport === 'supabase' && reason !== null ? 'backup' : transport
}
