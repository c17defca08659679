import type { Queryable } from '../database/database.ts'
import type { Claims } from './supabaseTokens.ts'

/** Makes the rest of a transaction the bearer's: their role, and their claims for policies to read. `null`: the engine again. */
export async function actAs(tx: Queryable, claims: Claims | null): Promise<void> {
  await tx.query(
    `select set_config('role', $1, true), set_config('request.jwt.claims', $2, true),
       set_config('request.jwt.claim.sub', $3, true), set_config('request.jwt.claim.role', $1, true)`,
    [claims?.role ?? 'none', claims === null ? '' : JSON.stringify(claims), claims?.sub ?? ''],
  )
}
