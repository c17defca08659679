import type { StoredConversation } from '../../store/storedConversation.ts'
import type { KanbanConversation } from './payloads.ts'
import { toKanbanType } from './toKanbanMessage.ts'

/** A conversation in Kanban's words, whole. */
export function toKanbanConversation(conversation: StoredConversation): KanbanConversation {
  const { last_id: lastId, last_type: lastType } = conversation
  return {
    id: conversation.id,
    tenantId: conversation.workspace_id,
    contact: {
      id: conversation.contact_id,
      phoneNumber: conversation.contact_phone,
      name: conversation.contact_name,
      avatarUrl: conversation.contact_avatar_url,
    },
    channel: conversation.channel.toUpperCase(),
    whatsappNumberId: conversation.whatsapp_number_id,
    status: STATUS[conversation.status],
    stage: conversation.stage_id,
    pipeline: conversation.pipeline_id,
    assignedTo: conversation.assignee_id,
    labels: conversation.labels,
    priority: conversation.priority === null ? null : PRIORITY[conversation.priority],
    unreadCount: conversation.unread_count,
    lastMessageAt: conversation.last_message_at,
    lastMessage:
      lastId === null || lastType === null
        ? null
        : { id: lastId, content: conversation.last_message_preview ?? '', type: toKanbanType(lastType) },
    lastInboundAt: conversation.last_inbound_at,
    createdAt: conversation.created_at,
    updatedAt: conversation.updated_at,
  }
}

const STATUS = {
  open: 'OPEN',
  pending: 'PENDING',
  snoozed: 'SNOOZED',
  resolved: 'RESOLVED',
} as const satisfies Record<StoredConversation['status'], KanbanConversation['status']>

const PRIORITY = {
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
  urgent: 'URGENT',
} as const satisfies Record<NonNullable<StoredConversation['priority']>, KanbanConversation['priority']>
