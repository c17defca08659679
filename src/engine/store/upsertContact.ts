import type { Queryable } from '../database/database.ts'

export interface ContactDetails {
  /** In digits. */
  readonly phone: string
  readonly name: string | null
}

/** Writes a contact and returns its id. What is known of it is not erased by a report that does not say. */
export async function upsertContact(
  tx: Queryable,
  workspaceId: string,
  { phone, name }: ContactDetails,
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `insert into contacts (workspace_id, phone, name) values ($1, $2, $3)
     on conflict (workspace_id, phone) do update set name = coalesce(excluded.name, contacts.name)
     returning id`,
    [workspaceId, phone, name],
  )
  if (row === undefined) throw new Error('unable to write the contact; the database returned no id')
  return row.id
}
