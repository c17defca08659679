/** Runs SQL. Parameters are `$1`, `$2`, …; rows come back as objects, times as ISO 8601 in UTC. */
export interface Queryable {
  readonly query: <Row = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>
}

/**
 * The engine's database, as thin as can be: Postgres in this process today, a PostgreSQL server tomorrow. Every write that
 * is committed through it, by the engine or by anybody else, is announced to the sockets.
 */
export interface Database extends Queryable {
  /**
   * All or nothing: what `task` throws rolls everything back and is thrown again. Inside, use only the handle it is given;
   * the outer one waits for the transaction's end.
   */
  readonly transaction: <T>(task: (tx: Queryable) => Promise<T>) => Promise<T>
  /** Runs several statements without parameters, as one. */
  readonly runScript: (sql: string) => Promise<void>
  /** Calls back for every committed `NOTIFY` on the channel, in order. */
  readonly listen: (channel: string, listener: (payload: string) => void) => Promise<void>
  readonly close: () => Promise<void>
}

/** A failure of the database. Holds no parameters: they are what customers wrote. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  /** The SQLSTATE, e.g. `23505`; `null` when Postgres did not give one. */
  readonly code: string | null

  constructor(message: string, code: string | null) {
    super(message)
    this.code = code
  }
}
