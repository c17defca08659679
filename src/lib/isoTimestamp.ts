/** ISO 8601, UTC, three decimals: `2025-01-14T12:00:03.120Z`. Sorts as text in the order of time. */
export type IsoTimestamp = string

const HAS_ZONE = /(?:[zZ]|[+-]\d{2}(?::?\d{2})?)$/
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/

/**
 * Brings any of the spellings seen on wires to one: `+00:00` and `Z`, a blank for the `T`, microseconds, and a missing
 * zone (then it is UTC, as servers that leave it out mean it). Returns `null` for what is not a time.
 */
export function toIsoTimestamp(value: unknown): IsoTimestamp | null {
  if (typeof value !== 'string' || value.length > 40 || !DATE_TIME.test(value)) return null
  const withT = value.replace(' ', 'T')
  // Postgres writes a zone as `+00`, which Date does not read.
  const time = Date.parse(HAS_ZONE.test(withT) ? withT.replace(/([+-]\d{2})$/, '$1:00') : `${withT}Z`)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
