import type { Database } from '../database/database.ts'
import { actAs } from './actAs.ts'
import type { Claims } from './supabaseTokens.ts'

/** What the bearer of a token may do on a private topic. */
export interface TopicAccess {
  readonly canListen: boolean
  readonly canSpeak: boolean
}

/**
 * Asks the policies of `realtime.messages`, as the server does: by a row that the bearer may or may not see, and one that
 * they may or may not write; then everything is rolled back.
 */
export async function readTopicAccess(database: Database, name: string, claims: Claims): Promise<TopicAccess> {
  let access: TopicAccess = { canListen: false, canSpeak: false }
  const insert = `insert into realtime.messages (topic, extension) values ($1, 'broadcast')`
  const probe = database.transaction(async (tx) => {
    const [row] = await tx.query<{ id: string }>(`${insert} returning id`, [name])
    await tx.query(`select set_config('realtime.topic', $1, true)`, [name])
    await actAs(tx, claims)
    const seen = await tx.query('select from realtime.messages where id = $1', [row?.id])
    access = { canListen: seen.length > 0, canSpeak: false }
    // A refusal ends the transaction, which has to be rolled back anyway.
    await tx.query(insert, [name])
    access = { ...access, canSpeak: true }
    throw new Error('only asking')
  })
  await probe.catch(() => {})
  return access
}
