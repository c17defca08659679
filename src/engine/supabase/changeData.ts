import type { SupabaseFaults } from './faults.ts'
import type { RowChange } from './changeOutbox.ts'
import { isReadable, type TableFacts } from './tableFacts.ts'

export interface ChangeDataOptions {
  readonly role: string
  /** Columns to tell besides the key; `null` for all. */
  readonly select: readonly string[] | null
  /** Of the row as JSON; beyond it only small values are told. */
  readonly maxRecordBytes: number
  /** What is made to go wrong. */
  readonly fault: SupabaseFaults['recordError']
}

type Row = Readonly<Record<string, unknown>>

/** What is left of a row that is too large. */
const SMALL_BYTES = 64

/** What a channel is told of a change: the `data` of a `postgres_changes` event. */
export function toChangeData(change: RowChange, facts: TableFacts, options: ChangeDataOptions): object {
  const { schema, table, type, at } = change
  if (options.fault === 400 || (facts.key.length === 0 && type !== 'DELETE')) {
    return toUnreadable(change, 'Error 400: Bad Request, no primary key')
  }
  if (options.fault === 401 || !isReadable(facts, options.role, facts.key))
    return toUnreadable(change, 'Error 401: Unauthorized')
  const isTold = (name: string) =>
    isReadable(facts, options.role, [name]) &&
    (options.select === null || options.select.includes(name) || facts.key.includes(name))
  const isTooLarge = options.fault === 413 || Buffer.byteLength(JSON.stringify(change)) > options.maxRecordBytes
  const isSmall = (value: unknown) => Buffer.byteLength(JSON.stringify(value) ?? '') <= SMALL_BYTES
  const pick = (row: Row | null, isWanted: (name: string) => boolean) =>
    Object.fromEntries(
      Object.entries(row ?? {}).filter(([name, value]) => isWanted(name) && (!isTooLarge || isSmall(value))),
    )
  // An old row is its key, unless the table keeps the whole of it; of a deleted one under row-level security, which nobody
  // can ask any more, always.
  const isWhole = facts.replicaIdentity === 'full' && !(type === 'DELETE' && facts.hasRowSecurity)
  const isOldTold = (name: string) => isTold(name) && (isWhole || facts.key.includes(name))
  return {
    schema,
    table,
    type,
    commit_timestamp: at,
    columns: facts.columns
      .filter(({ name }) => isTold(name))
      .map(({ name, type: columnType }) => ({ name, type: columnType })),
    errors: isTooLarge ? ['Error 413: Payload Too Large'] : null,
    ...(type !== 'DELETE' && { record: pick(change.record, isTold) }),
    ...(type !== 'INSERT' && { old_record: pick(change.oldRecord, isOldTold) }),
  }
}

/** Only that something happened. */
function toUnreadable({ schema, table, type }: RowChange, error: string): object {
  return { schema, table, type, errors: [error] }
}
