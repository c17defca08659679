import type { DeliveryStatus } from '../../domain/deliveryStatus.ts'
import type { ParticipantType } from '../../domain/participant.ts'
import type { Queryable } from '../database/database.ts'
import { type RowSelection, toPageQuery } from './page.ts'

/** A message with what is shown beside it, as {@link selectMessages} reads it. */
export interface StoredMessage {
  readonly id: string
  readonly conversation_id: string
  readonly workspace_id: string
  readonly whatsapp_number_id: string | null
  readonly external_id: string | null
  readonly client_id: string | null
  readonly type: string
  readonly body: string | null
  /** A file that lies elsewhere. */
  readonly media_url: string | null
  readonly is_outgoing: boolean
  readonly sender_type: ParticipantType
  readonly sender_name: string | null
  readonly status: Exclude<DeliveryStatus, 'sending'>
  readonly is_private: boolean
  readonly error_code: string | null
  readonly error_message: string | null
  readonly reply_to_id: string | null
  readonly sent_by_user_id: string | null
  readonly attachment_id: string | null
  readonly metadata: Readonly<Record<string, unknown>>
  readonly created_at: string
  readonly updated_at: string
  readonly edited_at: string | null
  readonly deleted_at: string | null
  readonly remote_jid: string | null
  readonly contact_id: string
  readonly contact_name: string | null
  readonly contact_phone: string
  readonly file_name: string | null
  readonly mime_type: string | null
  readonly file_size: number | null
  readonly has_content: boolean
  readonly quoted_body: string | null
  readonly quoted_type: string | null
  readonly quoted_is_outgoing: boolean | null
}

/** Reads messages, which are `m`, with what is shown beside them. */
export function selectMessages(selection: RowSelection): string {
  return `
    select m.*, c.remote_jid, k.id as contact_id, k.name as contact_name, k.phone as contact_phone,
      a.file_name, a.mime_type, a.file_size, a.content is not null as has_content,
      q.body as quoted_body, q.type as quoted_type, q.is_outgoing as quoted_is_outgoing
    from ${toPageQuery('messages', 'm', selection)}
    join conversations c on c.id = m.conversation_id
    join contacts k on k.id = c.contact_id
    left join attachments a on a.id = m.attachment_id
    left join messages q on q.id = m.reply_to_id
    ${selection.order === undefined ? '' : `order by ${selection.order}`}`
}

/** Reads messages by id, in no particular order; ids that are gone are left out. */
export function loadMessages(database: Queryable, ids: readonly string[]): Promise<StoredMessage[]> {
  return database.query<StoredMessage>(selectMessages({ where: 'm.id = any($1::uuid[])' }), [ids])
}
