import type { StoredConversation } from '../../store/storedConversation.ts'
import type { PyTakeConversation } from './payloads.ts'

/** A conversation in PyTake's words. */
export function toPyTakeConversation(conversation: StoredConversation): PyTakeConversation {
  return {
    id: conversation.id,
    organization_id: conversation.workspace_id,
    contact_id: conversation.contact_id,
    contact: {
      id: conversation.contact_id,
      name: conversation.contact_name,
      phone: conversation.contact_phone,
      avatar_url: conversation.contact_avatar_url,
    },
    channel: conversation.channel,
    whatsapp_number_id: conversation.whatsapp_number_id,
    status: conversation.status,
    assigned_agent_id: conversation.assignee_id,
    unread_count: conversation.unread_count,
    last_message_at: conversation.last_message_at,
    last_message_preview: conversation.last_message_preview,
    last_inbound_at: conversation.last_inbound_at,
    created_at: conversation.created_at,
    updated_at: conversation.updated_at,
  }
}
