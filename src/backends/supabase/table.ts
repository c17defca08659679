import { ConversationError } from '../../domain/errors.ts'
import { toIsoTimestamp, type IsoTimestamp } from '../../lib/isoTimestamp.ts'
import type { CallOptions, ChangesRequest, Page } from '../backend.ts'
import type { BearerRequest } from '../bearerFetch.ts'
import { toCondition, toCursor } from './keyset.ts'
import { readRows, type Postgrest } from './postgrest.ts'
import type { Row } from './rows.ts'

type Query = NonNullable<BearerRequest['query']>

export interface TableOptions<Item> {
  readonly request: Postgrest
  readonly name: string
  readonly columns: { readonly id: string; readonly updatedAt: string | null }
  readonly select: string
  /** `null` for a row that is none. */
  readonly read: (row: Row) => Item | null
}

/** One of the database's tables, for reading. `what` is said in errors: `load the messages`. */
export interface Table<Item> {
  readonly ask: (what: string, query: Query, signal: CallOptions['signal']) => Promise<readonly Row[]>
  /** @param known Up to when everything was known before. Default: nothing was. */
  readonly toPage: (rows: readonly Row[], nextCursor: string | null, known?: IsoTimestamp) => Page<Item>
  /** What changed among the rows that `scope` says, oldest change first. */
  readonly askChanges: (
    what: string,
    scope: Query,
    request: ChangesRequest,
    signal: CallOptions['signal'],
  ) => Promise<Page<Item>>
}

/** How many changes are asked for at a time. */
const CHANGES_PAGE = 200

export function createTable<Item>({ request, name, columns, select, read }: TableOptions<Item>): Table<Item> {
  const { id, updatedAt } = columns
  const ask: Table<Item>['ask'] = async (what, query, signal) =>
    readRows(await request({ what, table: name, query: { select, ...query }, signal }), what)
  const toPage: Table<Item>['toPage'] = (rows, nextCursor, known) => {
    const items = rows.map(read).filter((item) => item !== null)
    return { items, nextCursor, serverTime: findLatest(rows, updatedAt, known), rejected: rows.length - items.length }
  }
  return {
    ask,
    toPage,
    askChanges: async (what, scope, { since, cursor }, signal) => {
      if (updatedAt === null) {
        throw new ConversationError('unsupported', `unable to ${what}; the ${name} have no column for that.`)
      }
      const edge = cursor === null ? { [updatedAt]: `gte.${since}` } : { or: toCondition(cursor, 'gt', updatedAt, id) }
      const query = { ...scope, order: `${updatedAt}.asc,${id}.asc`, limit: CHANGES_PAGE, ...edge }
      const rows = await ask(what, query, signal)
      return toPage(rows, rows.length < CHANGES_PAGE ? null : toCursor(rows.at(-1), updatedAt, id), since)
    },
  }
}

/**
 * The watermark: the latest change among the rows, as the database's own clock has it. The newest page of a list may be
 * older than a change further down; then the watermark is too early, which costs a few rows and loses none.
 */
function findLatest(
  rows: readonly Row[],
  column: string | null,
  known: IsoTimestamp | null = null,
): IsoTimestamp | null {
  if (column === null) return null
  const times = rows.map((row) => toIsoTimestamp(row[column])).filter((time) => time !== null)
  return times.reduce((latest, time) => (latest === null || time > latest ? time : latest), known)
}

/** Row-level security answers with nothing where another server says 404. */
export function toNotFound(what: string): ConversationError {
  return new ConversationError('not_found', `unable to ${what}; there is no such conversation for this user.`)
}
