import type { Features } from '../features.ts'
import type { StoredConversation } from '../store/storedConversation.ts'

/** A conversation as HTTP tells it: the base columns, and the CRM's where the server has them. */
export function toConversationRow(conversation: StoredConversation, features: Features) {
  return {
    id: conversation.id,
    workspace_id: conversation.workspace_id,
    contact_id: conversation.contact_id,
    whatsapp_number_id: conversation.whatsapp_number_id,
    remote_jid: conversation.remote_jid,
    is_group: conversation.is_group,
    pipeline_id: conversation.pipeline_id,
    stage_id: conversation.stage_id,
    last_message_at: conversation.last_message_at,
    unread_count: conversation.unread_count,
    // Only ever true for the moment of a `typing` event, which says it better.
    is_typing: false,
    created_at: conversation.created_at,
    updated_at: conversation.updated_at,
    ...(features.has('crm') && {
      contact: {
        id: conversation.contact_id,
        name: conversation.contact_name,
        phone: conversation.contact_phone,
        avatar_url: conversation.contact_avatar_url,
      },
      channel: conversation.channel,
      last_message_preview: conversation.last_message_preview,
      last_inbound_at: conversation.last_inbound_at,
      status: conversation.status,
      assignee_id: conversation.assignee_id,
      labels: conversation.labels,
      priority: conversation.priority,
      snoozed_until: conversation.snoozed_until,
    }),
  }
}
