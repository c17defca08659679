import type { ConversationPriority, ConversationStatus } from '../../domain/conversation.ts'
import type { ParticipantType } from '../../domain/participant.ts'
import type { Queryable } from '../database/database.ts'
import { type RowSelection, toPageQuery } from './page.ts'

/** A conversation with its contact and its last message, as {@link selectConversations} reads it. */
export interface StoredConversation {
  readonly id: string
  readonly workspace_id: string
  readonly contact_id: string
  readonly whatsapp_number_id: string | null
  readonly remote_jid: string | null
  readonly is_group: boolean
  readonly channel: string
  readonly pipeline_id: string | null
  readonly stage_id: string | null
  readonly status: ConversationStatus
  readonly assignee_id: string | null
  readonly labels: readonly string[]
  readonly priority: ConversationPriority | null
  readonly snoozed_until: string | null
  readonly unread_count: number
  readonly last_message_at: string | null
  readonly last_message_preview: string | null
  readonly last_inbound_at: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly contact_name: string | null
  readonly contact_phone: string
  readonly contact_avatar_url: string | null
  readonly last_id: string | null
  readonly last_type: string | null
  readonly last_is_outgoing: boolean | null
  readonly last_sender_type: ParticipantType | null
  readonly last_user_id: string | null
}

/** Reads conversations, which are `c`, with their contact and their last message. */
export function selectConversations(selection: RowSelection): string {
  return `
    select c.*, k.name as contact_name, k.phone as contact_phone, k.avatar_url as contact_avatar_url,
      l.id as last_id, l.type as last_type, l.is_outgoing as last_is_outgoing, l.sender_type as last_sender_type, l.sent_by_user_id as last_user_id
    from ${toPageQuery('conversations', 'c', selection)}
    join contacts k on k.id = c.contact_id
    left join lateral (
      select id, type, is_outgoing, sender_type, sent_by_user_id from messages
      where conversation_id = c.id and not is_private and deleted_at is null
      order by created_at desc, id desc limit 1
    ) l on true
    ${selection.order === undefined ? '' : `order by ${selection.order}`}`
}

/** Reads conversations by id, in no particular order; ids that are gone are left out. */
export function loadConversations(database: Queryable, ids: readonly string[]): Promise<StoredConversation[]> {
  return database.query<StoredConversation>(selectConversations({ where: 'c.id = any($1::uuid[])' }), [ids])
}
