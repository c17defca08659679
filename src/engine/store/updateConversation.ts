import type { ConversationPriority, ConversationStatus } from '../../domain/conversation.ts'
import type { Database } from '../database/database.ts'
import { notFound } from '../problem.ts'
import { getConversation } from './conversationQueries.ts'
import { isUuid } from './isUuid.ts'
import type { StoredConversation } from './storedConversation.ts'

/** What may be changed; absent fields stay. */
export interface ConversationRowChanges {
  readonly status?: ConversationStatus | undefined
  readonly stage_id?: string | null | undefined
  readonly pipeline_id?: string | null | undefined
  readonly assignee_id?: string | null | undefined
  readonly labels?: readonly string[] | undefined
  readonly priority?: ConversationPriority | null | undefined
  readonly snoozed_until?: string | null | undefined
  readonly unread_count?: number | undefined
}

const COLUMNS = [
  'status',
  'stage_id',
  'pipeline_id',
  'assignee_id',
  'labels',
  'priority',
  'snoozed_until',
  'unread_count',
] as const satisfies readonly (keyof ConversationRowChanges)[]

/** @throws {@link Problem} `NOT_FOUND`. */
export async function updateConversation(
  database: Database,
  { workspaceId, id, changes }: { workspaceId: string; id: string; changes: ConversationRowChanges },
): Promise<StoredConversation> {
  if (!isUuid(id)) throw notFound('conversation')
  const parameters: unknown[] = [id, workspaceId]
  const assignments = COLUMNS.filter((column) => changes[column] !== undefined).map(
    (column) => `${column} = $${parameters.push(changes[column])}`,
  )
  return database.transaction(async (tx) => {
    if (assignments.length > 0) {
      const sql = `update conversations set ${assignments.join(', ')} where id = $1 and workspace_id = $2`
      await tx.query(sql, parameters)
    }
    return getConversation(tx, workspaceId, id)
  })
}
