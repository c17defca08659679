import type { Database, Queryable } from '../database/database.ts'
import type { Features } from '../features.ts'
import { notFound } from '../problem.ts'
import type { ChangeCursor } from './changeCursor.ts'
import { isUuid } from './isUuid.ts'
import { type Page, type RowSelection, toPage } from './page.ts'
import { selectMessages, type StoredMessage } from './storedMessage.ts'

/** Reads messages of one workspace; another's do not exist for it. */
export interface MessageQueries {
  /** Newest first; `before` is a message's id or a time. */
  readonly list: (request: ListRequest) => Promise<Page<StoredMessage>>
  /** Everything changed at `since` or later, deletions included, oldest change first. */
  readonly listChanges: (request: ChangesRequest) => Promise<Page<StoredMessage>>
  /** @throws {@link Problem} `NOT_FOUND`. */
  readonly get: (workspaceId: string, id: string, database?: Queryable) => Promise<StoredMessage>
  /** A message between its neighbours, up to `limit` on each side, newest first. */
  readonly listContext: (message: StoredMessage, limit: number) => Promise<Page<StoredMessage>>
}

export interface ListRequest {
  readonly conversationId: string
  readonly before: { readonly message: StoredMessage } | { readonly time: string } | null
  readonly limit: number
}

export interface ChangesRequest {
  readonly conversationId: string
  readonly since: string
  readonly cursor: ChangeCursor | null
  readonly limit: number
}

// Ids are compared as uuids, by their bytes: that is the order of their lower-case text, in which every screen sorts.
const NEWEST_FIRST = 'm.created_at desc, m.id desc'
const OLDEST_FIRST = 'm.created_at, m.id'

export function createMessageQueries(database: Database, features: Features): MessageQueries {
  const inConversation = `m.conversation_id = $1 and ${toVisibility(features)}`
  const read = (handle: Queryable, selection: RowSelection, parameters: readonly unknown[]) =>
    handle.query<StoredMessage>(selectMessages(selection), parameters)

  const list: MessageQueries['list'] = async ({ conversationId, before, limit }) => {
    const parameters: unknown[] = [conversationId, limit + 1]
    let where = inConversation
    if (before !== null && 'message' in before) {
      parameters.push(before.message.created_at, before.message.id)
      where += ' and (m.created_at, m.id) < ($3::timestamptz, $4::uuid)'
    } else if (before !== null) {
      parameters.push(before.time)
      where += ' and m.created_at < $3::timestamptz'
    }
    return toPage(await read(database, { where, order: NEWEST_FIRST, limit: '$2' }, parameters), limit)
  }

  return {
    list,
    listChanges: async ({ conversationId, since, cursor, limit }) => {
      const parameters: unknown[] = [conversationId, limit + 1, since]
      let where = `${inConversation} and m.updated_at >= $3::timestamptz`
      if (cursor !== null) {
        parameters.push(cursor.updatedAt, cursor.id)
        where += ' and (m.updated_at, m.id) > ($4::timestamptz, $5::uuid)'
      }
      return toPage(await read(database, { where, order: 'm.updated_at, m.id', limit: '$2' }, parameters), limit)
    },
    get: async (workspaceId, id, handle = database) => {
      const where = `m.id = $1 and m.workspace_id = $2 and ${toVisibility(features)}`
      const [message] = isUuid(id) ? await read(handle, { where }, [id, workspaceId]) : []
      if (message === undefined) throw notFound('message')
      return message
    },
    listContext: async (message, limit) => {
      const where = `${inConversation} and (m.created_at, m.id) > ($3::timestamptz, $4::uuid)`
      const { conversation_id: conversationId, created_at: createdAt, id } = message
      const newer = await read(database, { where, order: OLDEST_FIRST, limit: '$2' }, [
        ...[conversationId, limit, createdAt, id],
      ])
      const older = await list({ conversationId, before: { message }, limit })
      return { rows: [...newer.toReversed(), message, ...older.rows], hasMore: older.hasMore }
    },
  }
}

/** A base server cannot say that a message is deleted or an internal note, so it does not show them at all. */
function toVisibility(features: Features): string {
  const conditions = [
    ...(features.isExtended ? [] : ['m.deleted_at is null']),
    ...(features.has('crm') ? [] : ['not m.is_private']),
  ]
  return conditions.join(' and ') || 'true'
}
