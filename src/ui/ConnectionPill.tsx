'use client'
import type { ReactNode } from 'react'
import type { ConnectionState, ConnectionStatus } from '../connection/connectionState.ts'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'
import { useLasting } from './useLasting.ts'

export type Tone = 'ok' | 'info' | 'warn' | 'danger' | 'quiet'

const TONES: Record<ConnectionStatus | 'supabase' | 'polling', Tone> = {
  idle: 'quiet',
  connecting: 'quiet',
  connected: 'ok',
  supabase: 'info',
  polling: 'warn',
  'catching-up': 'warn',
  reconnecting: 'warn',
  offline: 'warn',
  unauthorized: 'danger',
  failed: 'danger',
}

/** A drop of a second shows nothing. */
const DROP_MS = 1_000

export interface ConnectionPillProps extends Pick<ConnectionState, 'status' | 'transport'> {
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** The line's state, and which line it is, in a word and a colour, at all times. */
export function ConnectionPill({ status, transport, className }: ConnectionPillProps): ReactNode {
  const { words } = useLanguage()
  const shown = status === 'connected' && transport !== null && transport !== 'socket' ? transport : status
  // Good news at once; bad news when it lasts.
  const isGood = status === 'connected' || status === 'connecting'
  const lasting = useLasting<ConnectionStatus | 'supabase' | 'polling'>(shown, isGood ? 0 : DROP_MS)
  return (
    <span className={cx('crm-pill', className)} data-tone={TONES[lasting]} role="status">
      {words.connection[lasting]}
    </span>
  )
}
