import type { ConversationErrorCode } from '../domain/errors.ts'
import type { IsoTimestamp } from '../lib/isoTimestamp.ts'
import { shallowEqual } from '../lib/shallowEqual.ts'
import type { LinkState, TransportKind } from './linkState.ts'

/**
 * - `idle`: no component asks for a connection.
 * - `connecting`: the first connection is being made.
 * - `connected`: live, and nothing is missing.
 * - `catching-up`: live again; what was missed is being fetched.
 * - `reconnecting`: the line dropped; it is being tried again and again.
 * - `offline`: nothing can be reached: the computer has no network, or not even a request gets through.
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
  readonly transport: TransportKind | null
  /** Since when the status is what it is; this side's clock. */
  readonly since: IsoTimestamp
  /** Why it is not connected, or not by the best way. */
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
  readonly link: LinkState | null
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
  const { link } = facts
  const next: ConnectionState = {
    status,
    transport: link?.status === 'connected' ? link.transport : null,
    since: status === previous.status ? previous.since : now,
    reason: toReason(facts),
    // A live link is complete until the moment it is lost, so both edges of `connected` set the mark.
    lastSyncedAt:
      status !== previous.status && (status === 'connected' || previous.status === 'connected')
        ? now
        : previous.lastSyncedAt,
    isStale: status !== 'connected',
    retryAt: link?.status === 'waiting' && link.retryAt !== null ? new Date(link.retryAt).toISOString() : null,
  }
  return shallowEqual(previous, next) ? previous : next
}

function toStatus(previous: ConnectionState, { link, isCaughtUp, isOnline }: ConnectionFacts): ConnectionStatus {
  if (link === null) return 'failed'
  switch (link.status) {
    case 'idle':
      return 'idle'
    case 'connecting':
    case 'waiting':
      if (!isOnline || (link.status === 'waiting' && link.isUnreachable)) return 'offline'
      return previous.lastSyncedAt === null ? 'connecting' : 'reconnecting'
    case 'connected':
      return isCaughtUp ? 'connected' : 'catching-up'
    case 'unauthorized':
      return 'unauthorized'
  }
}

function toReason({ link }: ConnectionFacts): ConversationErrorCode | null {
  if (link === null) return 'disabled'
  switch (link.status) {
    case 'waiting':
    case 'unauthorized':
      return link.error.code
    case 'connected':
      return link.reason
    case 'idle':
    case 'connecting':
      return null
  }
}
