/** Rows as a deployed CRM's database, and a migrated one, bring them. */
export const messageRow = {
  id: '8c406dc8-fa6b-4337-b99e-d7682b570f83',
  conversation_id: 'c0000000-0000-4000-8000-000000000001',
  workspace_id: 'w1',
  body: 'Bom dia!',
  type: 'text',
  is_outgoing: false,
  status: 'received',
  external_id: 'wamid.HBgNNTUx',
  media_url: null,
  sent_by_user_id: null,
  error_message: null,
  created_at: '2026-11-21T03:57:26.800554+00:00',
}

export const migratedMessageRow = {
  ...messageRow,
  client_id: null,
  error_code: null,
  reply_to_id: null,
  sender_type: 'contact',
  sender_name: 'Maria Souza',
  is_private: false,
  metadata: {},
  updated_at: '2026-11-21T03:57:26.801+00:00',
  edited_at: null,
  deleted_at: null,
}

export const conversationRow = {
  id: 'c0000000-0000-4000-8000-000000000001',
  workspace_id: 'w1',
  contact_id: 'contact-1',
  whatsapp_number_id: 'number-1',
  pipeline_id: null,
  last_message_at: '2026-11-21T03:57:26.800554+00:00',
  unread_count: 2,
  created_at: '2026-11-20T03:57:26+00:00',
  updated_at: '2026-11-21T03:57:26.8+00:00',
}

export const migratedConversationRow = {
  ...conversationRow,
  stage_id: 's1',
  status: 'open',
  assignee_id: null,
  labels: ['vip'],
  priority: 'high',
  last_message_preview: 'Bom dia!',
  last_inbound_at: '2026-11-21T03:57:26.800554+00:00',
}
