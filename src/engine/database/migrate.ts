import { readdir, readFile } from 'node:fs/promises'
import { DatabaseError, type Database } from './database.ts'

/** Beside the code, in the sources as in the build. */
const FOLDER = new URL('../migrations/', import.meta.url)

/**
 * Runs every migration that this database has not seen, in the order of their names.
 *
 * @param folder Below `migrations`: `supabase/` for those that a Supabase project has besides. Default: the engine's own.
 */
export async function migrate(database: Database, folder: '' | 'supabase/' = ''): Promise<void> {
  await database.runScript(
    'create table if not exists engine_migrations (name text primary key, applied_at timestamptz(3) not null default now())',
  )
  const rows = await database.query<{ name: string }>('select name from engine_migrations')
  const applied = new Set(rows.map(({ name }) => name))
  const names = (await readdir(new URL(folder, FOLDER))).filter((name) => name.endsWith('.sql')).toSorted()
  for (const name of names) {
    if (!applied.has(name)) await apply(database, name, await readFile(new URL(folder + name, FOLDER), 'utf8'))
  }
}

/** Runs a script that belongs to every start, from `migrations/local`. */
export async function runLocalScript(database: Database, name: string): Promise<void> {
  await database.runScript(await readFile(new URL(`local/${name}`, FOLDER), 'utf8'))
}

/** The script and the note that it has run are one transaction: a killed engine never leaves half a migration. */
async function apply(database: Database, name: string, sql: string): Promise<void> {
  try {
    await database.runScript(
      `begin;\n${sql}\ninsert into engine_migrations (name) values ('${name.replaceAll("'", "''")}');\ncommit;`,
    )
  } catch (error) {
    await database.runScript('rollback')
    const { message, code } = error instanceof DatabaseError ? error : { message: String(error), code: null }
    throw new DatabaseError(`unable to migrate the database; ${name} failed: ${message}`, code)
  }
}
