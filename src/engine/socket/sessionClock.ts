import { startTimer } from '../../lib/longTimer.ts'
import type { Caller } from '../tokens.ts'

export interface SessionClockEvents {
  /** The token is about to expire. */
  readonly onExpiring: (expiresAt: number) => void
  readonly onExpired: () => void
}

/** Watches one connection's token. */
export interface SessionClock {
  /** Starts over with a renewed token. */
  readonly set: (caller: Caller) => void
  readonly stop: () => void
}

const NOTICE_MS = 60_000
/** Tokens that hardly live longer than the notice are announced after this share of their life. */
const SHORT_LIFE_SHARE = 0.8

export function createSessionClock({ onExpiring, onExpired }: SessionClockEvents): SessionClock {
  let stop = () => {}
  return {
    set: (caller) => {
      stop()
      const { expiresAt } = caller
      if (expiresAt === null) return
      const now = Date.now()
      const stopNotice = startTimer(toNoticeTime(caller, expiresAt, now) - now, () => onExpiring(expiresAt))
      const stopExpiry = startTimer(expiresAt - now, onExpired)
      stop = () => {
        stopNotice()
        stopExpiry()
      }
    },
    stop: () => stop(),
  }
}

function toNoticeTime({ issuedAt }: Caller, expiresAt: number, now: number): number {
  const start = issuedAt ?? now
  const lifetime = expiresAt - start
  return lifetime > NOTICE_MS ? expiresAt - NOTICE_MS : start + lifetime * SHORT_LIFE_SHARE
}
