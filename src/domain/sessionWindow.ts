import type { IsoTimestamp } from '../lib/isoTimestamp.ts'

export interface SessionWindow {
  readonly state: 'open' | 'closing' | 'closed'
  /** What is left of it: 1 when it has just opened, 0 when it is closed. */
  readonly fraction: number
}

const MINUTE_MS = 60_000
const HOUR_MINUTES = 60
/** From here on it is amber. */
const CLOSING_MINUTES = 2 * HOUR_MINUTES

/** WhatsApp's: a customer can be written to freely for a day after what they wrote last. */
export const WHATSAPP_WINDOW_HOURS = 24

/** When a window closes that opened with what the customer wrote at `openedAt`. */
export function toClosesAt(openedAt: IsoTimestamp, opensHours = WHATSAPP_WINDOW_HOURS): IsoTimestamp {
  return new Date(Date.parse(openedAt) + opensHours * HOUR_MINUTES * MINUTE_MS).toISOString()
}

/** The minutes that are left, the last one that has begun included; 0 when it is closed. */
export function toMinutesLeft(closesAt: IsoTimestamp, nowMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(closesAt) - nowMs) / MINUTE_MS))
}

/** In so many ms there is a minute less; `null` when it is closed. */
export function toNextTick(closesAt: IsoTimestamp, nowMs: number): number | null {
  const leftMs = Date.parse(closesAt) - nowMs
  return leftMs > 0 ? leftMs % MINUTE_MS || MINUTE_MS : null
}

/** How a window stands that is open for `opensHours` in all. */
export function toSessionWindow(minutesLeft: number, opensHours: number): SessionWindow {
  const state = minutesLeft === 0 ? 'closed' : minutesLeft <= CLOSING_MINUTES ? 'closing' : 'open'
  return { state, fraction: Math.min(1, minutesLeft / (opensHours * HOUR_MINUTES)) }
}
