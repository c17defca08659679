import { createTimers } from '../../lib/timers.ts'
import type { Database } from '../database/database.ts'
import { report } from '../report.ts'

/** A committed change, as the triggers have written it down. */
export interface RowChange {
  readonly schema: string
  readonly table: string
  readonly type: 'INSERT' | 'UPDATE' | 'DELETE'
  readonly record: Readonly<Record<string, unknown>> | null
  readonly oldRecord: Readonly<Record<string, unknown>> | null
  /** ISO 8601 with milliseconds. */
  readonly at: string
}

export interface ChangeOutboxOptions {
  /** Collects changes for so long before they are read, in ms: the server polls, so what it sees is not the very moment. */
  readonly delayMs: number
  /** Gets the changes in the order in which they were written, a batch at a time, and has them for good. */
  readonly onChanges: (changes: readonly RowChange[]) => Promise<void>
}

/** As many as Realtime takes at a time. */
const BATCH = 100

/** Reads what the triggers leave in the outbox, in order, and takes it out. Returns its end. */
export async function openChangeOutbox(
  database: Database,
  { delayMs, onChanges }: ChangeOutboxOptions,
): Promise<() => Promise<void>> {
  const timers = createTimers()
  let isDue = false
  let working: Promise<void> | null = null
  let isClosed = false

  const work = async () => {
    while (isDue && !isClosed) {
      isDue = false
      try {
        const changes = await take(database)
        // A full batch may not have been all.
        isDue ||= changes.length === BATCH
        if (changes.length > 0) await onChanges(changes)
      } catch (error) {
        report('tell Realtime of a change', error)
      }
    }
    working = null
  }
  const start = () => {
    working ??= work()
  }
  await database.listen('realtime_outbox', () => {
    if (isDue || isClosed) return
    isDue = true
    timers.start(delayMs, start)
  })
  return async () => {
    isClosed = true
    timers.clear()
    await working
  }
}

async function take(database: Database): Promise<readonly RowChange[]> {
  return database.query<RowChange & Record<string, unknown>>(
    `with taken as (
       delete from realtime.outbox where id in (select id from realtime.outbox order by id limit ${BATCH}) returning *
     )
     select schema_name as schema, table_name as table, type, record, old_record as "oldRecord", at
     from taken order by id`,
  )
}
