import type { ConversationErrorCode } from '../domain/errors.ts'
import type { IsoTimestamp } from '../lib/isoTimestamp.ts'
import type { TransportState } from '../transports/transport.ts'

/**
 * - `idle`: no component asks for a connection.
 * - `connecting`: the first connection is being made.
 * - `connected`: live, and nothing is missing.
 * - `catching-up`: live again; what was missed is being fetched.
 * - `reconnecting`: the line dropped; it is being tried again and again.
 * - `offline`: the computer itself has no network.
 * - `unauthorized`: nobody is signed in, or not for this workspace.
 * - `failed`: no backend is enabled.
 */
export type ConnectionStatus =
  | 'idle'
  | 'connecting'
  | 'connected'
  | 'catching-up'
  | 'reconnecting'
  | 'offline'
  | 'unauthorized'
  | 'failed'

export interface ConnectionState {
  readonly status: ConnectionStatus
  /** What carries the messages right now. */
  readonly transport: 'socket' | null
  /** Since when the status is what it is; this side's clock. */
  readonly since: IsoTimestamp
  /** Why it is not connected. */
  readonly reason: ConversationErrorCode | null
  /** When everything was last known to be complete; this side's clock. */
  readonly lastSyncedAt: IsoTimestamp | null
  /** `true` while messages may be missing on screen. */
  readonly isStale: boolean
  /** When the next attempt is due; this side's clock. */
  readonly retryAt: IsoTimestamp | null
}

/** What the state is derived from. */
export interface ConnectionFacts {
  /** `null`: no backend is enabled. */
  readonly transport: TransportState | null
  /** Everything that was missed has been fetched in the current connection. */
  readonly isCaughtUp: boolean
  /** The platform's word; only a clear `false` means anything. */
  readonly isOnline: boolean
  /** This side's clock, in ms. */
  readonly now: number
}

/** The state of a client that was never mounted. */
export function toInitialConnectionState(now: number): ConnectionState {
  return {
    status: 'idle',
    transport: null,
    since: new Date(now).toISOString(),
    reason: null,
    lastSyncedAt: null,
    isStale: true,
    retryAt: null,
  }
}

/** The next public state. Pure; returns `previous` itself when nothing changed. */
export function toConnectionState(previous: ConnectionState, facts: ConnectionFacts): ConnectionState {
  const now = new Date(facts.now).toISOString()
  const status = toStatus(previous, facts)
  const { transport } = facts
  const next: ConnectionState = {
    status,
    transport: transport?.status === 'connected' ? 'socket' : null,
    since: status === previous.status ? previous.since : now,
    reason: toReason(facts),
    // A live link is complete until the moment it is lost, so both edges of `connected` set the mark.
    lastSyncedAt:
      status !== previous.status && (status === 'connected' || previous.status === 'connected')
        ? now
        : previous.lastSyncedAt,
    isStale: status !== 'connected',
    retryAt: transport?.status === 'waiting' ? new Date(transport.retryAt).toISOString() : null,
  }
  const isSame = (Object.keys(next) as (keyof ConnectionState)[]).every((key) => next[key] === previous[key])
  return isSame ? previous : next
}

function toStatus(previous: ConnectionState, { transport, isCaughtUp, isOnline }: ConnectionFacts): ConnectionStatus {
  if (transport === null) return 'failed'
  switch (transport.status) {
    case 'idle':
      return 'idle'
    case 'connecting':
    case 'waiting':
      if (!isOnline) return 'offline'
      return previous.lastSyncedAt === null ? 'connecting' : 'reconnecting'
    case 'connected':
      return isCaughtUp ? 'connected' : 'catching-up'
    case 'unauthorized':
      return 'unauthorized'
  }
}

function toReason({ transport }: ConnectionFacts): ConversationErrorCode | null {
  if (transport === null) return 'disabled'
  switch (transport.status) {
    case 'waiting':
    case 'unauthorized':
      return transport.error.code
    case 'idle':
    case 'connecting':
    case 'connected':
      return null
  }
}
