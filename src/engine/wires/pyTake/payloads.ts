/*
 * Everything a PyTake server says, as this engine says it. Where the wire's description is silent, FastAPI's ways were
 * followed: plain arrays, `skip` and `limit`, errors under `detail`.
 */

/** A message, on the socket and over HTTP alike. */
export interface PyTakeMessage {
  readonly id: string
  readonly conversation_id: string
  readonly direction: 'inbound' | 'outbound'
  readonly sender_type: 'contact' | 'agent' | 'bot'
  readonly message_type: 'text' | 'image' | 'video' | 'audio' | 'document'
  readonly content: {
    readonly text?: string
    /** Absent while the file is still with the provider. */
    readonly media_url?: string
    readonly filename?: string
    readonly caption?: string
  }
  readonly status: 'pending' | 'sent' | 'delivered' | 'read' | 'failed' | 'received'
  readonly whatsapp_message_id: string | null
  /** ISO 8601; on the socket perhaps without a zone, which is UTC, or `null` (`untimedEvents`). */
  readonly created_at: string | null
  /** Outbound only; `null` until it is sent. */
  readonly sent_at?: string | null
}

/** `GET /api/v1/conversations` answers with an array of these, latest activity first; times end in `Z`. */
export interface PyTakeConversation {
  readonly id: string
  readonly organization_id: string
  readonly contact_id: string
  readonly contact: {
    readonly id: string
    readonly name: string | null
    /** Digits, with the country code. */
    readonly phone: string
    readonly avatar_url: string | null
  }
  readonly channel: string
  readonly whatsapp_number_id: string | null
  readonly status: 'open' | 'pending' | 'snoozed' | 'resolved'
  readonly assigned_agent_id: string | null
  readonly unread_count: number
  readonly last_message_at: string | null
  readonly last_message_preview: string | null
  readonly last_inbound_at: string | null
  readonly created_at: string
  readonly updated_at: string
}

/** Without the conversation's id. */
export interface PyTakeStatus {
  readonly message_id: string
  readonly status: PyTakeMessage['status']
  readonly timestamp: string
}

export interface PyTakeTyping {
  readonly conversation_id: string
  /** An agent's id, or the customer's JID or phone number. */
  readonly user_id: string
  readonly typing: boolean
}

/** Socket.IO's events, by name. */
export type PyTakeEvents = {
  readonly connected: (greeting: { readonly message: string; readonly user_id: string }) => void
  readonly joined_conversation: (answer: { readonly conversation_id: string; readonly message: string }) => void
  readonly left_conversation: (answer: { readonly conversation_id: string }) => void
  readonly 'message:new': (message: PyTakeMessage) => void
  readonly 'message:status': (status: PyTakeStatus) => void
  readonly user_typing: (typing: PyTakeTyping) => void
  readonly pong: (answer: { readonly timestamp: string }) => void
  readonly error: (error: { readonly message: string }) => void
}

/** A refused request: `detail` is a text, or with 422 one entry per field. */
export interface PyTakeError {
  readonly detail: string | readonly { readonly type: string; readonly loc: readonly string[]; readonly msg: string }[]
}
