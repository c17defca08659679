import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { toIsoTimestamp } from '../../lib/isoTimestamp.ts'
import { createBlankFiles } from './blankFiles.ts'
import { keepExitCode } from './keepExitCode.ts'
import { DatabaseError, type Database, type Queryable } from './database.ts'

/** Postgres' type ids, where PGlite's own conversion does not do. */
const TIMESTAMP = 1114
const TIMESTAMPTZ = 1184
const BYTEA = 17

/**
 * PGlite has no autovacuum, so the planner never learns how large the tables have grown: it takes all of them for small
 * and reads a whole conversation to find its newest page. Every question of the engine has its index; so it is told to
 * use them.
 */
const PLANNER = 'set enable_seqscan = off; set enable_bitmapscan = off'

/** The database, and what it is made of: for who has to speak Postgres' own language with it. */
export interface PgliteDatabase extends Database {
  readonly pglite: PGlite
}

/** Opens PGlite: Postgres itself, in this process. `directory: null` keeps everything in memory. */
export async function openPglite(directory: string | null): Promise<PgliteDatabase> {
  const pglite = await createPglite(directory)
  return {
    pglite,
    ...toQueryable(pglite),
    transaction: (task) => pglite.transaction((tx) => task(toQueryable(tx))),
    runScript: (sql) => guard(async () => void (await pglite.exec(sql))),
    listen: (channel, listener) => guard(async () => void (await pglite.listen(channel, listener))),
    close: () => keepExitCode(() => pglite.close()),
  }
}

async function createPglite(directory: string | null): Promise<PGlite> {
  const options: PGliteOptions = {
    ...(directory === null ? await createBlankFiles() : { dataDir: directory }),
    parsers: {
      [TIMESTAMP]: toIsoTimestamp,
      [TIMESTAMPTZ]: toIsoTimestamp,
      [BYTEA]: (hex) => new Uint8Array(Buffer.from(hex.slice(2), 'hex')),
    },
    // PGlite's own makes an array of one string per byte, which for an attachment is gigabytes.
    serializers: { [BYTEA]: (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString('hex')}` },
  }
  try {
    const pglite = await keepExitCode(() => PGlite.create(options))
    await pglite.exec(PLANNER)
    return pglite
  } catch (cause) {
    throw new Error('unable to open the database; its files are damaged, or of another version.', { cause })
  }
}

function toQueryable(handle: Pick<PGlite, 'query'>): Queryable {
  return {
    query: <Row>(sql: string, parameters: readonly unknown[] = []) =>
      guard(async () => (await handle.query<Row>(sql, parameters.map(toStorable))).rows),
  }
}

/**
 * Postgres keeps no NUL in a text, and PGlite miscounts the bytes of half a surrogate pair, which would break its
 * protocol. Both become U+FFFD, as a UTF-8 encoder would make of the latter anyway.
 */
function toStorable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\0|\p{Surrogate}/gu, '\uFFFD')
  if (Array.isArray(value) && !value.some(isDocument)) return value.map(toStorable)
  if (!isDocument(value)) return value
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? toStorable(inner) : inner))
}

/** Goes into a `jsonb` column, other than bytes and lists, which have types of their own. */
function isDocument(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
}

/** PGlite's errors carry the query's parameters: those must not end up in anybody's log. */
async function guard<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null
    throw new DatabaseError(error instanceof Error ? error.message : 'unable to run the query', code)
  }
}
