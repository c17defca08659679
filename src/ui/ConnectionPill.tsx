import type { ReactNode } from 'react'
import type { ConnectionStatus } from '../connection/connectionState.ts'
import { useLasting } from './useLasting.ts'
import { words } from './words.ts'

export type Tone = 'ok' | 'warn' | 'danger' | 'quiet'

const TONES: Record<ConnectionStatus, Tone> = {
  idle: 'quiet',
  connecting: 'quiet',
  connected: 'ok',
  'catching-up': 'warn',
  reconnecting: 'warn',
  offline: 'warn',
  unauthorized: 'danger',
  failed: 'danger',
}

/** A drop of a second shows nothing. */
const DROP_MS = 1_000

export interface ConnectionPillProps {
  readonly status: ConnectionStatus
}

/** The line's state, in a word and a colour, at all times. */
export function ConnectionPill({ status }: ConnectionPillProps): ReactNode {
  const lasting = useLasting(status, status === 'connected' ? 0 : DROP_MS)
  return (
    <span className="crm-pill" data-tone={TONES[lasting]} role="status">
      {words.connection[lasting]}
    </span>
  )
}
