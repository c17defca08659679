import type { ConversationPriority, ConversationStatus } from '../../domain/conversation.ts'
import type { Database, Queryable } from '../database/database.ts'
import { notFound } from '../problem.ts'
import type { ChangeCursor } from './changeCursor.ts'
import { isUuid } from './isUuid.ts'
import { type Page, toPage } from './page.ts'
import { selectConversations, type StoredConversation } from './storedConversation.ts'

/** Which conversations; `undefined` does not filter, `null` asks for the absence. */
export interface ConversationRowFilter {
  readonly whatsapp_number_id?: string | undefined
  readonly stage_id?: string | null | undefined
  readonly unread_only?: boolean | undefined
  readonly status?: ConversationStatus | undefined
  readonly assignee_id?: string | null | undefined
  readonly priority?: ConversationPriority | undefined
}

export interface ConversationListRequest {
  readonly workspaceId: string
  readonly filter: ConversationRowFilter
  readonly limit: number
  readonly offset: number
}

export interface ConversationChangesRequest {
  readonly workspaceId: string
  readonly since: string
  readonly cursor: ChangeCursor | null
  readonly limit: number
}

/** Latest activity first. */
export async function listConversations(
  database: Queryable,
  { workspaceId, filter, limit, offset }: ConversationListRequest,
): Promise<Page<StoredConversation>> {
  const parameters: unknown[] = [workspaceId, limit + 1, offset]
  const conditions = ['c.workspace_id = $1', ...(filter.unread_only === true ? ['c.unread_count > 0'] : [])]
  for (const column of ['whatsapp_number_id', 'stage_id', 'status', 'assignee_id', 'priority'] as const) {
    const wanted = filter[column]
    if (wanted === null) conditions.push(`c.${column} is null`)
    else if (wanted !== undefined) conditions.push(`c.${column} = $${parameters.push(wanted)}`)
  }
  const order = 'c.last_message_at desc nulls last, c.id'
  const sql = selectConversations({ where: conditions.join(' and '), order, limit: '$2 offset $3' })
  return toPage(await database.query<StoredConversation>(sql, parameters), limit)
}

/** Everything changed at `since` or later, oldest change first. */
export async function listConversationChanges(
  database: Queryable,
  { workspaceId, since, cursor, limit }: ConversationChangesRequest,
): Promise<Page<StoredConversation>> {
  const isAfter = cursor === null ? '' : 'and (c.updated_at, c.id) > ($4::timestamptz, $5::uuid)'
  const rows = await database.query<StoredConversation>(
    selectConversations({
      where: `c.workspace_id = $1 and c.updated_at >= $2::timestamptz ${isAfter}`,
      order: 'c.updated_at, c.id',
      limit: '$3',
    }),
    [workspaceId, since, limit + 1, ...(cursor === null ? [] : [cursor.updatedAt, cursor.id])],
  )
  return toPage(rows, limit)
}

/** @throws {@link Problem} `NOT_FOUND`, for another workspace's exactly as for one that does not exist. */
export async function getConversation(
  database: Queryable,
  workspaceId: string,
  id: string,
): Promise<StoredConversation> {
  const sql = selectConversations({ where: 'c.id = $1 and c.workspace_id = $2' })
  const [row] = isUuid(id) ? await database.query<StoredConversation>(sql, [id, workspaceId]) : []
  if (row === undefined) throw notFound('conversation')
  return row
}

/** The same question when the conversation itself is not needed. */
export async function checkConversation(database: Queryable, workspaceId: string, id: string): Promise<void> {
  const sql = 'select 1 from conversations where id = $1 and workspace_id = $2'
  const rows = isUuid(id) ? await database.query(sql, [id, workspaceId]) : []
  if (rows.length === 0) throw notFound('conversation')
}

/** The database's time: what a client may ask for changes since, if it is read before the rows are. */
export async function getServerTime(database: Database): Promise<string> {
  const [row] = await database.query<{ now: string }>(`select date_trunc('milliseconds', clock_timestamp()) as now`)
  return row?.now ?? new Date().toISOString()
}
