import { ConversationError } from '../../domain/errors.ts'
import type { ConversationId } from '../../domain/ids.ts'
import type { Message } from '../../domain/message.ts'
import type { CallOptions, Gateway } from '../backend.ts'
import { toCondition, toCursor } from './keyset.ts'
import { toMessageCursor } from './messageCursor.ts'
import type { GatewayOptions } from './gateway.ts'
import { readRows, readSqlState } from './postgrest.ts'
import { readMessageRow, type Row } from './rows.ts'
import { createTable, toNotFound } from './table.ts'
import { toColumnList } from './tables.ts'

type MessageGateway = Pick<Gateway, 'toCursor' | 'listMessages' | 'listMessageChanges' | 'sendMessage'>

/** Messages over PostgREST. */
export function createMessageGateway(options: GatewayOptions): MessageGateway {
  const { request, tables, workspaceId, memory, getSpeaker } = options
  const { name, columns } = tables.messages
  const select = toColumnList(columns)
  const scope = (conversationId: ConversationId) => ({
    [columns.conversationId]: `eq.${conversationId}`,
    ...(columns.workspaceId !== null && { [columns.workspaceId]: `eq.${workspaceId}` }),
  })

  const read = (row: Row): Message | null => {
    const message = readMessageRow(row, tables).value
    if (message !== null) memory.messages.keep(message.id, row)
    return message
  }
  const messages = createTable({ request, name, columns, select, read })

  const requireConversation = async (conversationId: ConversationId, what: string, signal: CallOptions['signal']) => {
    const { id } = tables.conversations.columns
    const query = { select: id, [id]: `eq.${conversationId}`, limit: 1 }
    const rows = readRows(await request({ what, table: tables.conversations.name, query, signal }), what)
    if (rows.length === 0) throw toNotFound(what)
  }

  const findByClientId = async (clientId: string, what: string, signal: CallOptions['signal']) => {
    if (columns.clientId === null) return null
    const [row] = await messages.ask(what, { [columns.clientId]: `eq.${clientId}`, limit: 1 }, signal)
    return row === undefined ? null : read(row)
  }

  return {
    toCursor: toMessageCursor,
    listMessages: async ({ conversationId, cursor, limit }, { signal } = {}) => {
      const what = 'load the messages'
      const query = {
        ...scope(conversationId),
        order: `${columns.createdAt}.desc,${columns.id}.desc`,
        limit,
        ...(cursor !== null && { or: toCondition(cursor, 'lt', columns.createdAt, columns.id) }),
      }
      const rows = await messages.ask(what, query, signal)
      if (rows.length === 0 && cursor === null) await requireConversation(conversationId, what, signal)
      const next = rows.length < limit ? null : toCursor(rows.at(-1), columns.createdAt, columns.id)
      return messages.toPage(rows, next)
    },

    listMessageChanges: async ({ conversationId, ...request }, { signal } = {}) =>
      messages.askChanges('load what changed in the conversation', scope(conversationId), request, signal),

    sendMessage: async (message, { signal } = {}) => {
      const what = 'send the message'
      const speaker = await getSpeaker()
      const values = {
        conversationId: message.conversationId,
        workspaceId,
        text: message.text,
        type: message.type,
        isOutgoing: true,
        status: 'pending',
        clientId: message.clientId,
        senderId: speaker?.userId ?? null,
        senderType: 'user',
        senderName: speaker?.userName ?? null,
        replyToId: message.replyToId ?? null,
      }
      const body = await request({
        what,
        method: 'POST',
        table: name,
        query: { select },
        body: nameColumns(values, columns),
        headers: { prefer: 'return=representation' },
        accept: [403, 409],
        signal,
      })
      const refusal = readSqlState(body)
      if (refusal === null) {
        const [row] = readRows(body, what)
        const sent = row === undefined ? null : read(row)
        if (sent !== null) return { ...sent, clientId: message.clientId }
        throw new ConversationError('protocol_error', `unable to ${what}; Supabase did not say what became of it.`)
      }
      // Taken already, by an earlier attempt whose answer was lost: that is success.
      const sent = refusal === '23505' ? await findByClientId(message.clientId, what, signal) : null
      if (sent !== null) return { ...sent, clientId: message.clientId }
      // No such conversation (23503), or row-level security does not let this user write in it (42501).
      if (refusal === '23503' || refusal === '42501') throw toNotFound(what)
      throw new ConversationError('invalid_payload', `unable to ${what}; the database refused it (${refusal}).`)
    },
  }
}

/** Values under the database's names; what it has no column for is left out, and so is what is not known. */
export function nameColumns(values: Row, columns: Readonly<Record<string, string | null>>): Row {
  const named: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(values)) {
    const column = columns[field]
    if (typeof column === 'string' && value !== null) named[column] = value
  }
  return named
}
