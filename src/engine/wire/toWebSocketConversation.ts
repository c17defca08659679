import type { WebSocketConversation } from '../../backends/chatEngine/schema.ts'
import type { Features } from '../features.ts'
import type { StoredConversation } from '../store/storedConversation.ts'
import { toSenderId } from './toSenderId.ts'

/** A conversation as the socket tells it, whole. */
export function toWebSocketConversation(conversation: StoredConversation, features: Features): WebSocketConversation {
  const { contact_id: contactId, contact_name: name, contact_phone: phone, contact_avatar_url: avatar } = conversation
  return {
    id: conversation.id,
    workspaceId: conversation.workspace_id,
    contactId,
    ...(conversation.whatsapp_number_id !== null && { whatsappNumberId: conversation.whatsapp_number_id }),
    channel: conversation.channel,
    participants: [{ id: contactId, name: name ?? phone, ...(avatar !== null && { avatar }) }],
    ...toLastMessage(conversation),
    updatedAt: conversation.updated_at,
    ...(features.has('crm') && {
      createdAt: conversation.created_at,
      contact: { id: contactId, name, phone, avatarUrl: avatar },
      status: conversation.status,
      stageId: conversation.stage_id,
      pipelineId: conversation.pipeline_id,
      assigneeId: conversation.assignee_id,
      labels: [...conversation.labels],
      priority: conversation.priority,
      unreadCount: conversation.unread_count,
      lastInboundAt: conversation.last_inbound_at,
    }),
  }
}

/** The same words and the same time as in the list over HTTP, so that both put one thing on the screen. */
function toLastMessage(conversation: StoredConversation): Pick<WebSocketConversation, 'lastMessage'> {
  const { last_id: id, last_is_outgoing: fromMe, last_message_at: createdAt } = conversation
  if (id === null || fromMe === null || createdAt === null) return {}
  const senderId = toSenderId({
    fromMe,
    senderType: conversation.last_sender_type,
    userId: conversation.last_user_id,
    remoteJid: conversation.remote_jid,
    phone: conversation.contact_phone,
  })
  return { lastMessage: { id, content: conversation.last_message_preview ?? '', senderId, createdAt } }
}
