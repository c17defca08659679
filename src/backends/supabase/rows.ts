import * as v from 'valibot'
import type { Contact, ConversationPatch } from '../../domain/conversation.ts'
import type { Message } from '../../domain/message.ts'
import { toIsoTimestamp } from '../../lib/isoTimestamp.ts'
import { toDeliveryStatus, toMessageType } from '../wireWords.ts'
import { ContactRow, ConversationRow, MessageRow } from './schema.ts'
import type { SupabaseTables } from './tables.ts'

export type Row = Readonly<Record<string, unknown>>

/** What a row became, or why it is none: the field and the rule, never the value. */
export type Read<T> =
  | { readonly value: T; readonly reason?: undefined }
  | { readonly value: null; readonly reason: string }

/** Brings a row under this library's names. Columns that the row does not have are left out. */
export function readColumns(row: Row, columns: Readonly<Record<string, string | null>>): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const [field, column] of Object.entries(columns)) {
    if (column !== null && Object.hasOwn(row, column)) fields[field] = row[column]
  }
  return fields
}

/** The columns that a row should have and does not. */
export function listMissing(row: Row, columns: Readonly<Record<string, string | null>>): readonly string[] {
  return Object.values(columns).filter((column): column is string => column !== null && !Object.hasOwn(row, column))
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A row of the messages' table. */
export function readMessageRow(row: unknown, { messages: { columns } }: SupabaseTables): Read<Message> {
  const parsed = parse(MessageRow, row, columns)
  if (parsed.value === null) return parsed
  const wire = parsed.value
  const createdAt = toIsoTimestamp(wire.createdAt)
  if (createdAt === null) return { value: null, reason: 'createdAt: not a time' }
  const isShared = columns.clientId !== null && columns.clientId === columns.externalId
  // In a shared column, what looks like an id that was made here is the client's; the provider's never does.
  const isClients = isShared && wire.clientId !== null && UUID.test(wire.clientId)
  const status = toDeliveryStatus(wire.status ?? (wire.isOutgoing ? 'sent' : 'received'))
  const hasError = status === 'failed' && (wire.errorCode !== null || wire.errorMessage !== null)
  return {
    value: {
      id: wire.id,
      clientId: isShared && !isClients ? null : wire.clientId,
      conversationId: wire.conversationId,
      workspaceId: wire.workspaceId,
      direction: wire.isOutgoing ? 'outbound' : 'inbound',
      sender: {
        type: wire.senderType ?? (wire.isOutgoing ? 'user' : 'contact'),
        id: wire.senderId,
        name: wire.senderName,
      },
      type: wire.isPrivate ? 'note' : toMessageType(wire.type),
      text: wire.text === '' ? null : wire.text,
      attachments: wire.mediaUrl === null ? [] : [toAttachment(wire.mediaUrl)],
      location: null,
      replyToId: wire.replyToId,
      reactions: [],
      status,
      error: hasError
        ? { code: wire.errorCode ?? 'failed', message: wire.errorMessage ?? '', origin: 'provider' }
        : null,
      externalId: isClients ? null : wire.externalId,
      metadata: wire.metadata,
      createdAt,
      updatedAt: toIsoTimestamp(wire.updatedAt),
      editedAt: toIsoTimestamp(wire.editedAt),
      deletedAt: toIsoTimestamp(wire.deletedAt),
    },
  }
}

/** A row of the conversations' table; with its contact where the row brings one (`contact`). */
export function readConversationRow(row: unknown, tables: SupabaseTables): Read<ConversationPatch> {
  const parsed = parse(ConversationRow, row, tables.conversations.columns)
  if (parsed.value === null) return parsed
  const { contactId, labels, unreadCount, lastMessageAt, lastInboundAt, createdAt, updatedAt, ...wire } = parsed.value
  const contact = readContact(row, contactId, tables)
  return {
    value: {
      ...wire,
      unreadCount,
      channel: 'whatsapp',
      ...(contact !== null && { contact }),
      ...(labels !== undefined && { labels: labels ?? [] }),
      ...(lastMessageAt !== undefined && { lastMessageAt: toIsoTimestamp(lastMessageAt) }),
      ...(lastInboundAt !== undefined && { lastInboundAt: toIsoTimestamp(lastInboundAt) }),
      ...(createdAt !== undefined && { createdAt: toIsoTimestamp(createdAt) }),
      ...(updatedAt !== undefined && { updatedAt: toIsoTimestamp(updatedAt) }),
    },
  }
}

/** `null`: the row does not say, as a change of the row never does. */
function readContact(row: unknown, contactId: string | null, { contacts }: SupabaseTables): Contact | null {
  const blank = { id: contactId, name: null, phone: null, avatarUrl: null }
  if (contacts === null) return blank
  if (!isRow(row) || !Object.hasOwn(row, 'contact')) return null
  const parsed = parse(ContactRow, row['contact'], contacts.columns)
  if (parsed.value === null) return blank
  const { id, name, phone, avatarUrl } = parsed.value
  return { id: id ?? contactId, name, phone: phone?.replaceAll(/\D/g, '') ?? null, avatarUrl }
}

function toAttachment(url: string): Message['attachments'][number] {
  return { id: null, url, thumbnailUrl: null, mimeType: null, filename: null, sizeBytes: null }
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  row: unknown,
  columns: Readonly<Record<string, string | null>>,
): Read<v.InferOutput<Schema>> {
  if (!isRow(row)) return { value: null, reason: 'row: expected an object' }
  const parsed = v.safeParse(schema, readColumns(row, columns), { abortEarly: true })
  if (parsed.success) return { value: parsed.output }
  const [issue] = parsed.issues
  return { value: null, reason: `${v.getDotPath(issue) ?? 'row'}: expected ${issue.expected ?? 'something else'}` }
}

export function isRow(row: unknown): row is Row {
  return typeof row === 'object' && row !== null && !Array.isArray(row)
}
