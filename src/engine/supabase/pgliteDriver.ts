import type { ParserOptions, PGlite, Transaction } from '@electric-sql/pglite'
import type { DatabaseConnection, Driver } from 'kysely'
import { createDeferred } from '../../lib/deferred.ts'
import { RestError } from './restError.ts'

interface Connection extends DatabaseConnection {
  readonly begin: () => Promise<void>
  readonly end: (outcome: 'commit' | 'rollback') => Promise<void>
}

/**
 * Lets Kysely work on a PGlite that others use as well.
 *
 * There is one session, and a transaction that says `set local role` says it for the whole session: a query that slips in
 * from elsewhere runs under that role, as that tenant. So a transaction is opened with PGlite's own `transaction`, which
 * makes every query that does not belong to it wait, the engine's and other requests' alike. A driver that merely sends
 * `BEGIN`, as the one that `@supabase/lite` brings, shows one tenant the rows of another.
 *
 * @param parsers How values are read, by type id; in place of the database's own.
 */
export function createPgliteDriver(pglite: PGlite, parsers: ParserOptions): Driver {
  /** Kysely hands back what `acquireConnection` made, and types it as its own. */
  const toConnection = (connection: DatabaseConnection) => connection as Connection
  return {
    init: async () => {},
    acquireConnection: async () => createConnection(pglite, parsers),
    beginTransaction: (connection) => toConnection(connection).begin(),
    commitTransaction: (connection) => toConnection(connection).end('commit'),
    rollbackTransaction: (connection) => toConnection(connection).end('rollback'),
    releaseConnection: async () => {},
    // The database is the engine's to close.
    destroy: async () => {},
  }
}

function createConnection(pglite: PGlite, parsers: ParserOptions): Connection {
  let running: { readonly tx: Transaction; readonly end: Connection['end'] } | null = null
  return {
    begin: async () => {
      running = await openTransaction(pglite)
    },
    end: async (outcome) => {
      const { end } = running ?? { end: async () => {} }
      running = null
      await end(outcome)
    },
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- Kysely's contract
    executeQuery: async <Row>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) => {
      const handle = running?.tx ?? pglite
      const query = handle.query<Row>(sql, [...parameters], { parsers })
      const { rows, affectedRows } = await query.catch((error: unknown) => {
        throw new RestError(error)
      })
      return { rows, ...(affectedRows !== undefined && { numAffectedRows: BigInt(affectedRows) }) }
    },
    // oxlint-disable-next-line require-yield -- it is a generator by contract, and never yields
    async *streamQuery() {
      throw new Error('unable to stream a query; PGlite answers in one piece')
    },
  }
}

/** A transaction whose end is said from outside; PGlite's own lasts as long as a callback. */
async function openTransaction(pglite: PGlite) {
  const opened = createDeferred<Transaction>()
  const told = createDeferred<'commit' | 'rollback'>()
  const finished = pglite.transaction(async (tx) => {
    opened.resolve(tx)
    if ((await told.promise) === 'rollback') await tx.rollback()
  })
  finished.catch((error: unknown) => opened.reject(error))
  return {
    tx: await opened.promise,
    end: async (outcome: 'commit' | 'rollback') => {
      told.resolve(outcome)
      await finished
    },
  }
}
