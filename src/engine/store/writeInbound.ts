import { createId } from '../../lib/createId.ts'
import type { Queryable } from '../database/database.ts'
import type { InboundMessage } from '../webhook/toInboundMessage.ts'
import { upsertContact } from './upsertContact.ts'

export interface InboundRequest {
  readonly number: { readonly id: string; readonly workspaceId: string }
  /** The customer's, in digits. */
  readonly phone: string
  readonly name: string | null
  readonly externalId: string
  readonly replyToExternalId: string | null
  readonly message: InboundMessage
}

/**
 * Writes a customer's message, with the contact and the conversation it needs. Returns `false` when the message is known
 * already: providers send again what they think was lost.
 */
export async function writeInbound(tx: Queryable, request: InboundRequest): Promise<boolean> {
  const { number, externalId, replyToExternalId, message, phone, name } = request
  // Also the lock that keeps two webhooks of one customer from making two conversations, or one message twice.
  const contactId = await upsertContact(tx, number.workspaceId, { phone, name })
  const known = await tx.query('select 1 from messages where workspace_id = $1 and external_id = $2', [
    number.workspaceId,
    externalId,
  ])
  if (known.length > 0) return false
  const conversationId = await findOrCreateConversation(tx, { number, contactId, phone })
  const attachmentId = message.file && (await insertFile(tx, { ...message.file, number, conversationId }))
  await tx.query(
    `insert into messages (conversation_id, workspace_id, external_id, type, body, is_outgoing, sender_type, status,
       reply_to_id, attachment_id, metadata)
     values ($1, $2, $3, $4, $5, false, 'contact', 'delivered',
       (select id from messages where conversation_id = $1 and external_id = $6), $7, $8)`,
    [
      ...[conversationId, number.workspaceId, externalId, message.type, message.body],
      ...[replyToExternalId, attachmentId, message.metadata],
    ],
  )
  return true
}

async function findOrCreateConversation(
  tx: Queryable,
  { number, contactId, phone }: { number: InboundRequest['number']; contactId: string; phone: string },
): Promise<string> {
  const [known] = await tx.query<{ id: string }>(
    `select id from conversations where contact_id = $1 and whatsapp_number_id = $2 and not is_group
     order by last_message_at desc nulls last, created_at desc limit 1`,
    [contactId, number.id],
  )
  if (known !== undefined) return known.id
  const id = createId()
  await tx.query(
    `insert into conversations (id, workspace_id, contact_id, whatsapp_number_id, remote_jid)
     values ($1, $2, $3, $4, $5)`,
    [id, number.workspaceId, contactId, number.id, `${phone}@s.whatsapp.net`],
  )
  return id
}

async function insertFile(
  tx: Queryable,
  file: { name: string; mimeType: string; type: string; number: InboundRequest['number']; conversationId: string },
): Promise<string> {
  const id = createId()
  await tx.query(
    `insert into attachments (id, workspace_id, conversation_id, file_name, mime_type, type)
     values ($1, $2, $3, $4, $5, $6)`,
    [id, file.number.workspaceId, file.conversationId, file.name, file.mimeType, file.type],
  )
  return id
}
