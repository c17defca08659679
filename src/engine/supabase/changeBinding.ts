import { createHash } from 'node:crypto'
import { type ChangeCondition, parseChangeFilter, toSqlCondition, quoteName } from './changeFilter.ts'
import type { Queryable } from '../database/database.ts'
import { loadTableFacts } from './tableFacts.ts'

/** One entry of a join's `postgres_changes`: what a channel wants to hear of. */
export interface ChangeBinding {
  readonly id: number
  readonly event: string
  readonly schema: string
  readonly table: string
  readonly conditions: readonly ChangeCondition[]
  /** Columns to tell besides the key; `null` for all. */
  readonly select: readonly string[] | null
}

/** An id that is the same wherever the same parameters are submitted: 27 bits of their hash. */
export function toBindingId(params: unknown): number {
  const entries = Object.entries(Object(params) as object).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(entries)).digest().readUInt32BE() >>> 5
}

/** Reads an entry. @throws with Realtime's words for what it makes no sense of. */
export function parseChangeBinding(params: unknown): ChangeBinding {
  const given = Object(params) as Record<string, unknown>
  const toText = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
  const [schema, table] = [toText(given['schema']), toText(given['table'])]
  if (schema === null && table === null) {
    throw new Error(
      'No subscription params provided. Please provide at least a `schema` or `table` to subscribe to: ' +
        JSON.stringify(params),
    )
  }
  const event = toText(given['event'])?.toUpperCase() ?? '*'
  const { select } = given
  return {
    id: toBindingId(params),
    // What is no event stands for all of them; the client then hears none, as it looks for the name it gave.
    event: ['INSERT', 'UPDATE', 'DELETE'].includes(event) ? event : '*',
    schema: schema ?? 'public',
    table: table ?? '*',
    conditions: parseChangeFilter(toText(given['filter']) ?? ''),
    select: Array.isArray(select) ? select.filter((column) => typeof column === 'string') : null,
  }
}

/**
 * Asks the database whether it can serve a binding: the table is published, the columns are there, the values can be read.
 *
 * @throws with Realtime's words. One bad binding fails all of a channel's.
 */
export async function checkChangeBinding(database: Queryable, binding: ChangeBinding): Promise<void> {
  const { event, schema, table, conditions, select } = binding
  const filters = conditions.map(
    ({ column, operator, values }) => `{"${column}", "${operator}", "${values.join(',')}"}`,
  )
  const shown = `[event: ${event}, schema: ${schema}, table: ${table}, filters: [${filters.join(', ')}], select: ${select === null ? 'nil' : JSON.stringify(select)}]`
  const tables = [...(await loadTableFacts(database, [])).values()].filter((facts) => isAbout(binding, facts))
  if (tables.length === 0) {
    throw new Error(
      `Unable to subscribe to changes with given parameters. Please check Realtime is enabled for the given connect parameters: ${shown}`,
    )
  }
  for (const facts of tables) {
    try {
      const missing = select?.find((name) => facts.columns.every((column) => column.name !== name))
      if (missing !== undefined) throw new Error(`ERROR P0001 (raise_exception) invalid column for select ${missing}`)
      const toType = (name: string) => facts.columns.find((column) => column.name === name)?.sqlType ?? null
      const row = `${quoteName(facts.schema)}.${quoteName(facts.table)}`
      await database.query(
        `select from jsonb_populate_record(null::${row}, '{}') as r where ${toSqlCondition(conditions, toType)}`,
      )
    } catch (error) {
      throw new Error(
        `Unable to subscribe to changes with given parameters. An exception happened so please check your connect parameters: ${shown}. Exception: ${toExceptionText(error)}`,
        { cause: error },
      )
    }
  }
}

/** Whether a binding asks for this table's changes. */
export function isAbout(
  { schema, table }: Pick<ChangeBinding, 'schema' | 'table'>,
  facts: { readonly schema: string; readonly table: string },
): boolean {
  return (schema === '*' || schema === facts.schema) && (table === '*' || table === facts.table)
}

function toExceptionText(error: unknown): string {
  const { message, code } = Object(error) as { message?: string; code?: string | null }
  return code === undefined || code === null ? String(message) : `ERROR ${code} ${String(message)}`
}
