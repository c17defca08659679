import { ConversationError } from '../../domain/errors.ts'
import type { ConversationPatch } from '../../domain/conversation.ts'
import type { ConversationFilter } from '../../domain/conversationFilter.ts'
import type { ConversationChanges, Gateway } from '../backend.ts'
import type { GatewayOptions } from './gateway.ts'
import { readRows } from './postgrest.ts'
import { readConversationRow, type Row } from './rows.ts'
import { createTable, toNotFound } from './table.ts'
import { toColumnList, type ConversationField } from './tables.ts'

type ConversationGateway = Omit<Gateway, 'toCursor' | 'listMessages' | 'listMessageChanges' | 'sendMessage'>

/** Conversations over PostgREST, each with its contact. */
export function createConversationGateway({
  request,
  tables,
  workspaceId,
  memory,
}: GatewayOptions): ConversationGateway {
  const { name, columns } = tables.conversations
  const select = tables.contacts
    ? `${toColumnList(columns)},contact:${tables.contacts.name}(${toColumnList(tables.contacts.columns)})`
    : toColumnList(columns)
  const scope = columns.workspaceId === null ? {} : { [columns.workspaceId]: `eq.${workspaceId}` }

  const read = (row: Row): ConversationPatch | null => {
    const patch = readConversationRow(row, tables).value
    if (patch !== null) memory.conversations.keep(patch.id, row)
    return patch
  }
  const conversations = createTable({ request, name, columns, select, read })

  return {
    listConversations: async ({ filter, offset, limit }, { signal } = {}) => {
      const what = 'load the conversations'
      const conditions = toConditions(filter, columns)
      if (conditions === null) return conversations.toPage([], null)
      const order = columns.lastMessageAt === null ? '' : `${columns.lastMessageAt}.desc.nullslast,`
      const query = { ...scope, ...conditions, order: `${order}${columns.id}.asc`, limit, offset }
      const rows = await conversations.ask(what, query, signal)
      return conversations.toPage(rows, rows.length < limit ? null : String(offset + rows.length))
    },

    listConversationChanges: async (request, { signal } = {}) =>
      conversations.askChanges('load which conversations changed', scope, request, signal),

    getConversation: async (id, { signal } = {}) => {
      const what = 'load the conversation'
      const [row] = await conversations.ask(what, { ...scope, [columns.id]: `eq.${id}`, limit: 1 }, signal)
      const patch = row === undefined ? null : read(row)
      if (patch !== null) return patch
      throw row === undefined
        ? toNotFound(what)
        : new ConversationError('protocol_error', `unable to ${what}; the row is not what the options say.`)
    },

    markRead: async (id, { signal } = {}) => {
      if (columns.unreadCount === null) return
      await request({
        what: 'mark the conversation as read',
        method: 'PATCH',
        table: name,
        query: { [columns.id]: `eq.${id}` },
        body: { [columns.unreadCount]: 0 },
        headers: { prefer: 'return=minimal' },
        signal,
      })
    },

    updateConversation: async (id, changes, { signal } = {}) => {
      const what = 'change the conversation'
      const body = await request({
        what,
        method: 'PATCH',
        table: name,
        query: { select, [columns.id]: `eq.${id}` },
        body: toValues(changes, columns),
        headers: { prefer: 'return=representation' },
        signal,
      })
      const [row] = readRows(body, what)
      if (row !== undefined) return read(row)
      throw toNotFound(what)
    },
  }
}

type Columns = Readonly<Record<ConversationField, string | null>>

/**
 * A filter in PostgREST's words; `null` when nothing can match. A field this database does not have cannot exclude, but
 * for those whose absence can be asked for: there nothing is in a stage, and nothing is anybody's.
 */
function toConditions(filter: ConversationFilter, columns: Columns): Record<string, string> | null {
  const conditions: Record<string, string> = {}
  const { channelAccountId, stageId, unreadOnly, status, assigneeId, priority } = filter
  for (const [field, value] of Object.entries({ channelAccountId, status, priority })) {
    const column = columns[field as ConversationField]
    if (value !== undefined && column !== null) conditions[column] = `eq.${value}`
  }
  for (const [field, value] of Object.entries({ stageId, assigneeId })) {
    const column = columns[field as ConversationField]
    if (value === undefined) continue
    if (column !== null) conditions[column] = value === null ? 'is.null' : `eq.${value}`
    else if (value !== null) return null
  }
  if (unreadOnly === true && columns.unreadCount !== null) conditions[columns.unreadCount] = 'gt.0'
  return conditions
}

function toValues(changes: ConversationChanges, columns: Columns): Row {
  const values: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(changes)) {
    const column = columns[field as ConversationField]
    if (typeof column !== 'string') {
      throw new ConversationError(
        'unsupported',
        `unable to change "${field}"; the conversations have no column for it.`,
        {
          field,
        },
      )
    }
    if (value !== undefined) values[column] = value
  }
  return values
}
