import type { ChangesRequest, Page } from '../backends/backend.ts'
import type { IsoTimestamp } from '../lib/isoTimestamp.ts'

/** Up to when everything is known, by the clock of the backend that said it. */
export interface Watermark {
  readonly time: IsoTimestamp
  readonly source: number | undefined
}

/**
 * `now()` is a transaction's *start* in Postgres: a slow one commits rows that are older than the watermark. So the
 * window is asked for with this overlap; what comes twice merges into nothing.
 */
const OVERLAP_MS = 30_000

/** `null`: the server does not say what time it is. */
export function toWatermark({ serverTime, source }: Page<unknown>): Watermark | null {
  return serverTime === null ? null : { time: serverTime, source }
}

/** What may have changed since. */
export function toWindow({ time, source }: Watermark): Omit<ChangesRequest, 'cursor'> {
  return { since: new Date(Date.parse(time) - OVERLAP_MS).toISOString(), source }
}
