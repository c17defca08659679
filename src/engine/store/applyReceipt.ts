import type { Queryable } from '../database/database.ts'

/** What the provider says became of a message. */
export interface Receipt {
  readonly workspaceId: string
  readonly externalId: string
  readonly status: 'sent' | 'delivered' | 'read' | 'failed'
  readonly error?: { readonly code: string; readonly message: string } | undefined
}

/**
 * Writes a receipt, the webhook's or the stand-in provider's. Providers repeat and reorder them; the database lets a
 * status climb and do nothing else (`climb_status`). Returns `false` when no message has that id.
 */
export async function applyReceipt(
  tx: Queryable,
  { workspaceId, externalId, status, error }: Receipt,
): Promise<boolean> {
  const isFailed = status === 'failed'
  const rows = await tx.query(
    `update messages set status = $3, error_code = $4, error_message = $5
     where workspace_id = $1 and external_id = $2 and is_outgoing returning id`,
    [
      ...[workspaceId, externalId, status],
      ...[isFailed ? (error?.code ?? 'unknown') : null, isFailed ? (error?.message ?? 'Not delivered.') : null],
    ],
  )
  return rows.length > 0
}
