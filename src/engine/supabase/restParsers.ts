import type { ParserOptions } from '@electric-sql/pglite'

/** Postgres' type ids. */
const BYTEA = 17
const INT8 = 20
const JSON_TYPE = 114
const DATE = 1082
const TIME = 1083
const TIMESTAMP = 1114
const TIMESTAMPTZ = 1184
const TIMETZ = 1266
const NUMERIC = 1700
const JSONB = 3802

const keep = (text: string) => text
/** `2026-11-21 03:46:38.023+00` as JSON has it, and PostgREST with it: `2026-11-21T03:46:38.023+00:00`. */
const toJsonTime = (text: string) => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')
const toExactNumber = (text: string) => (String(Number(text)) === text ? Number(text) : text)

/** How PostgREST tells values: as `to_json` would write them, and so with no more than JSON's own types. */
export const restParsers: ParserOptions = {
  [BYTEA]: keep,
  [INT8]: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)),
  [JSON_TYPE]: (text) => JSON.parse(text) as unknown,
  [JSONB]: (text) => JSON.parse(text) as unknown,
  [NUMERIC]: toExactNumber,
  [DATE]: keep,
  [TIME]: keep,
  [TIMETZ]: keep,
  [TIMESTAMP]: toJsonTime,
  [TIMESTAMPTZ]: toJsonTime,
}
