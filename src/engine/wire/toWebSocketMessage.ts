import type { WebSocketMessage, WebSocketMessageStatus } from '../../backends/chatEngine/schema.ts'
import type { Features } from '../features.ts'
import type { StoredMessage } from '../store/storedMessage.ts'
import { toSenderId } from './toSenderId.ts'
import { toError, toSender, type MessageRowOptions } from './toMessageRow.ts'

/** A message as the socket tells it. */
export function toWebSocketMessage(
  message: StoredMessage,
  { features, toMediaUrl }: MessageRowOptions,
): WebSocketMessage {
  const type = toWireType(message.type)
  return {
    id: message.id,
    workspaceId: message.workspace_id,
    conversationId: message.conversation_id,
    senderId: toSenderId({
      fromMe: message.from_me,
      senderType: message.sender_type,
      userId: message.sent_by_user_id,
      remoteJid: message.remote_jid,
      phone: message.contact_phone,
    }),
    type,
    content: message.body ?? '',
    ...(message.reply_to_id !== null && { replyToMessageId: message.reply_to_id }),
    ...(message.attachment_id !== null &&
      message.has_content && { attachments: [toAttachment(message, message.attachment_id, toMediaUrl)] }),
    status: message.status,
    metadata: toMetadata(message, features),
    createdAt: message.created_at,
    updatedAt: message.updated_at,
    ...(features.isExtended && { editedAt: message.edited_at, deletedAt: message.deleted_at }),
    ...(features.has('crm') && {
      sender: toSender(message),
      isPrivate: message.is_private,
      error: toError(message),
    }),
  }
}

/** A receipt as the socket tells it: a base server does not say in which conversation. */
export function toWebSocketMessageStatus(message: StoredMessage, features: Features): WebSocketMessageStatus {
  return {
    messageId: message.id,
    status: message.status,
    ...(features.isExtended && { conversationId: message.conversation_id }),
    ...(features.has('crm') && message.status === 'failed' && { error: toError(message) }),
  }
}

function toAttachment(message: StoredMessage, id: string, toMediaUrl: MessageRowOptions['toMediaUrl']) {
  return {
    id,
    messageId: message.id,
    type: toWireType(message.type),
    url: toMediaUrl(id),
    metadata: { filename: message.file_name, size: message.file_size, mimeType: message.mime_type },
  }
}

/** The socket's word for a document is `file`. */
function toWireType(type: string): string {
  return type === 'document' ? 'file' : type
}

function toMetadata({ metadata, external_id, client_message_id }: StoredMessage, features: Features) {
  return {
    ...metadata,
    ...(external_id !== null && { providerMessageId: external_id }),
    ...(features.echoesClientId && client_message_id !== null && { clientMessageId: client_message_id }),
  }
}
