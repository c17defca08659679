/*
 * Everything a WhatsApp Kanban server says, as this engine says it. Enums in capitals; what is not there is `null`, in
 * `metadata` and in patches absent.
 */

/** A message, on the socket and over HTTP alike. */
export interface KanbanMessage {
  readonly id: string
  /** Absent with `fieldVariants`, which calls it `externalMessageId`. */
  readonly whatsappMessageId?: string | null
  readonly externalMessageId?: string | null
  readonly direction: 'INBOUND' | 'OUTBOUND'
  readonly type: 'TEXT' | 'IMAGE' | 'VIDEO' | 'AUDIO' | 'DOCUMENT' | 'LOCATION'
  /** The text of a `TEXT`, empty for all others: their words are in `metadata.caption`. */
  readonly content: string
  readonly metadata: KanbanMetadata
  readonly status: 'PENDING' | 'SENT' | 'DELIVERED' | 'READ' | 'FAILED'
  /** ISO 8601 in UTC, with `Z`; inbound ones with whole seconds. */
  readonly timestamp: string
  readonly contact: { readonly id: string; readonly phoneNumber: string; readonly name: string | null }
}

export interface KanbanMetadata {
  /** Absent while the file is still with the provider. */
  readonly url?: string
  readonly mimeType?: string
  readonly caption?: string
  readonly filename?: string
  /** Bytes. */
  readonly size?: number
  readonly latitude?: number
  readonly longitude?: number
  readonly name?: string | undefined
  readonly address?: string | undefined
}

/** `message:new`, and the answer to a send. */
export interface KanbanNewMessage {
  readonly conversationId: string
  readonly message: KanbanMessage
}

export interface KanbanLastMessage {
  readonly id: string
  /** What a list shows of it. */
  readonly content: string
  readonly type: KanbanMessage['type']
}

/** A conversation, whole: `conversation:new`, and the rows of `GET /api/conversations`. */
export interface KanbanConversation {
  readonly id: string
  readonly tenantId: string
  readonly contact: {
    readonly id: string
    readonly phoneNumber: string
    readonly name: string | null
    readonly avatarUrl: string | null
  }
  readonly channel: string
  readonly whatsappNumberId: string | null
  readonly status: 'OPEN' | 'PENDING' | 'SNOOZED' | 'RESOLVED'
  readonly stage: string | null
  readonly pipeline: string | null
  readonly assignedTo: string | null
  readonly labels: readonly string[]
  readonly priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT' | null
  readonly unreadCount: number
  readonly lastMessageAt: string | null
  readonly lastMessage: KanbanLastMessage | null
  readonly lastInboundAt: string | null
  readonly createdAt: string
  readonly updatedAt: string
}

/** What of a conversation may change, besides its last message. */
export type KanbanUpdates = Partial<
  Pick<
    KanbanConversation,
    'contact' | 'status' | 'stage' | 'pipeline' | 'assignedTo' | 'labels' | 'priority' | 'unreadCount' | 'lastInboundAt'
  >
>

/** A patch: what is absent has not changed. */
export interface KanbanPatch {
  readonly conversationId: string
  readonly lastMessage?: KanbanLastMessage | null
  readonly lastMessageAt?: string | null
  readonly updates?: KanbanUpdates
}

export interface KanbanStatus {
  readonly conversationId: string
  readonly messageId: string
  readonly status: Exclude<KanbanMessage['status'], 'PENDING'>
  /** Only with `fieldVariants`. */
  readonly errorInfo?: { readonly code: string; readonly message: string }
}

export interface KanbanTyping {
  readonly conversationId: string
  /** A user's id, or the customer's JID or phone number. */
  readonly userId: string
  /** Only with `fieldVariants`. */
  readonly userName?: string
  readonly isTyping: boolean
}

/** Socket.IO's events, by name; those of other versions included. */
export type KanbanEvents = {
  readonly 'message:new': (message: KanbanNewMessage) => void
  readonly 'message:status-update': (status: KanbanStatus) => void
  readonly 'message:status': (status: KanbanStatus) => void
  readonly 'conversation:new': (event: { readonly conversation: KanbanConversation }) => void
  readonly 'conversation:updated': (patch: KanbanPatch) => void
  readonly 'conversation:joined': (event: { readonly conversationId: string }) => void
  readonly typing: (typing: KanbanTyping) => void
  readonly 'conversation:typing': (typing: KanbanTyping) => void
}

/** A list over HTTP. */
export interface KanbanPage<Item> {
  readonly data: readonly Item[]
  readonly hasMore: boolean
  /** Of messages the last one's id, of conversations how many to leave out; `null` when there is no more. */
  readonly nextCursor: string | null
}

/** A refused request. */
export interface KanbanError {
  readonly error: string
  readonly field?: string
}
