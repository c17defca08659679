import type { Queryable } from '../database/database.ts'

/** What must be known of a table to tell of its changes. */
export interface TableFacts {
  readonly schema: string
  readonly table: string
  /** In the order of the table. */
  readonly columns: readonly ColumnFacts[]
  /** Its primary key; empty when it has none. */
  readonly key: readonly string[]
  readonly hasRowSecurity: boolean
  /** `full`: an old row is told whole; else only its key. */
  readonly replicaIdentity: 'default' | 'full'
}

export interface ColumnFacts {
  readonly name: string
  /** As the catalogue calls it: `timestamptz`. */
  readonly type: string
  /** As SQL casts to it: `timestamp(3) with time zone`. */
  readonly sqlType: string
  /** The roles that may select it, of those asked for. */
  readonly readers: readonly string[]
}

interface Row {
  readonly schema: string
  readonly table: string
  readonly name: string
  readonly type: string
  readonly sql_type: string
  readonly is_key: boolean
  readonly readers: readonly string[]
  readonly has_row_security: boolean
  readonly is_full: boolean
}

/** Reads the published tables, by `schema.table`: one query, so that what has changed meanwhile is always seen. */
export async function loadTableFacts(
  database: Queryable,
  roles: readonly string[],
): Promise<ReadonlyMap<string, TableFacts>> {
  const rows = await database.query<Row>(
    `select n.nspname as schema, c.relname as table, a.attname as name, t.typname as type,
       format_type(a.atttypid, a.atttypmod) as sql_type,
       a.attnum = any(coalesce(i.indkey::int2[], '{}')) as is_key,
       array(
         select r.rolname::text from pg_roles r
         where r.rolname = any($1::text[]) and has_column_privilege(r.oid, c.oid, a.attnum, 'select')
       ) as readers,
       c.relrowsecurity as has_row_security, c.relreplident = 'f' as is_full
     from pg_publication_tables p
     join pg_namespace n on n.nspname = p.schemaname
     join pg_class c on c.relnamespace = n.oid and c.relname = p.tablename
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     join pg_type t on t.oid = a.atttypid
     left join pg_index i on i.indrelid = c.oid and i.indisprimary
     where p.pubname = 'supabase_realtime'
     order by c.oid, a.attnum`,
    [roles],
  )
  const facts = new Map<string, TableFacts>()
  for (const row of rows) {
    const id = `${row.schema}.${row.table}`
    const { columns, key } = facts.get(id) ?? { columns: [], key: [] }
    const { name, type, sql_type: sqlType, readers } = row
    facts.set(id, {
      schema: row.schema,
      table: row.table,
      columns: [...columns, { name, type, sqlType, readers }],
      key: row.is_key ? [...key, name] : key,
      hasRowSecurity: row.has_row_security,
      replicaIdentity: row.is_full ? 'full' : 'default',
    })
  }
  return facts
}

/** Whether a role may select all of these columns. */
export function isReadable({ columns }: TableFacts, role: string, names: readonly string[]): boolean {
  return names.every((name) => columns.some((column) => column.name === name && column.readers.includes(role)))
}
