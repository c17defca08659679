/*
 * What the engine's answers and events hold, all in one, for tests to read a field of. Which fields an answer really has
 * is what the tests say.
 */

export interface Row {
  readonly id: string
  readonly conversation_id: string
  readonly workspace_id: string
  readonly external_id: string | null
  readonly client_message_id: string | null
  readonly body: string | null
  readonly type: string
  readonly from_me: boolean
  readonly status: string
  readonly media_url: string
  readonly sent_by_user_id: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly deleted_at: string | null
  readonly attachment: { readonly id: string } | null
  readonly unread_count: number
  readonly stage_id: string | null
  readonly last_message_at: string | null
  readonly last_message_preview: string | null
  readonly contact: { readonly name: string | null; readonly phone: string }
}

export interface AnswerBody extends Row {
  readonly data: readonly Row[]
  readonly pagination: { readonly has_more: boolean; readonly limit: number }
  readonly next_cursor: string | null
  readonly server_time: string
  readonly code: string
  readonly message: string
  readonly details: { readonly field: string }
  readonly url: string
  readonly expires_at: string
  readonly storage_url: string
  readonly token: string
  readonly expires_in: number
  readonly received: number
  readonly duplicates: number
  readonly statuses: number
}

export interface EventPayload {
  readonly id: string
  readonly messageId: string
  readonly conversationId: string
  readonly workspaceId: string
  readonly status: string
  readonly content: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly metadata: Readonly<Record<string, unknown>>
  readonly attachments: readonly { readonly url: string }[]
  readonly unreadCount: number
  readonly connectionId: string
  readonly serverTime: string
  readonly tokenExpiresAt: string
  readonly expiresAt: string
  readonly capabilities: readonly string[]
  readonly ok: boolean
  readonly code: string
  readonly isTyping: boolean
  readonly userId: string
  readonly labels: readonly string[]
  readonly lastMessage: { readonly id: string; readonly content: string }
  readonly error: { readonly code: string; readonly message: string }
}
