import { randomBytes } from 'node:crypto'
import type { Database } from './database/database.ts'

/** The secret given, or a random one that is kept in the database, so that tokens outlive a restart. */
export async function getSigningSecret(database: Database, given: string | null): Promise<string> {
  if (given !== null) return given
  const [row] = await database.query<{ value: string }>(
    `insert into engine_settings (key, value) values ('jwt_secret', $1)
     on conflict (key) do update set value = engine_settings.value returning value`,
    [randomBytes(48).toString('base64url')],
  )
  if (row === undefined) throw new Error('unable to keep the signing secret; the database returned no row')
  return row.value
}
