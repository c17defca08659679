import type { Queryable } from '../database/database.ts'
import { type Page, toPage } from './page.ts'
import { selectMessages, type StoredMessage } from './storedMessage.ts'

/* How the foreign wires page: what they have no word for, notes and deletions, is left out. */

const IN_CONVERSATION = 'm.conversation_id = $1 and m.deleted_at is null and not m.is_private'

export interface SkipRequest {
  readonly conversationId: string
  /** How many of the oldest are left out. */
  readonly skip: number
  readonly limit: number
  /** Only what was written later. */
  readonly after: string | null
}

/** Oldest first. */
export function listFromOldest(
  database: Queryable,
  { conversationId, skip, limit, after }: SkipRequest,
): Promise<StoredMessage[]> {
  const where = after === null ? IN_CONVERSATION : `${IN_CONVERSATION} and m.created_at > $4::timestamptz`
  const sql = selectMessages({ where, order: 'm.created_at, m.id', limit: '$2 offset $3' })
  return database.query<StoredMessage>(sql, [conversationId, limit, skip, ...(after === null ? [] : [after])])
}

export interface AroundRequest {
  readonly conversationId: string
  /** `before`: older than this message, newest first; `after`: newer, oldest first; `null`: the newest. */
  readonly from: { readonly direction: 'before' | 'after'; readonly id: string } | null
  readonly limit: number
  /** Customers' messages stand where their whole second puts them. */
  readonly hasWholeSeconds: boolean
}

/** One page on either side of a message. A message that is not in the conversation has nothing on either side. */
export async function listAround(
  database: Queryable,
  { conversationId, from, limit, hasWholeSeconds }: AroundRequest,
): Promise<Page<StoredMessage>> {
  const toTime = (alias: string) =>
    hasWholeSeconds
      ? `(case when ${alias}.is_outgoing then ${alias}.created_at else date_trunc('second', ${alias}.created_at) end)`
      : `${alias}.created_at`
  const isForward = from?.direction === 'after'
  const place = `select ${toTime('p')}, p.id from messages p where p.id = $3 and p.conversation_id = $1`
  const side = from === null ? '' : `and (${toTime('m')}, m.id) ${isForward ? '>' : '<'} (${place})`
  const order = isForward ? `${toTime('m')}, m.id` : `${toTime('m')} desc, m.id desc`
  const sql = selectMessages({ where: `${IN_CONVERSATION} ${side}`, order, limit: '$2' })
  const parameters = [conversationId, limit + 1, ...(from === null ? [] : [from.id])]
  return toPage(await database.query<StoredMessage>(sql, parameters), limit)
}
