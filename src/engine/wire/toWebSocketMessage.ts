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
      fromMe: message.is_outgoing,
      senderType: message.sender_type,
      userId: message.sent_by_user_id,
      remoteJid: message.remote_jid,
      phone: message.contact_phone,
    }),
    type,
    content: message.body ?? '',
    ...(message.reply_to_id !== null && { replyToMessageId: message.reply_to_id }),
    ...toAttachments(message, toMediaUrl),
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

/** Only what can be loaded: a file of ours that has its content, or one that lies elsewhere. */
function toAttachments(message: StoredMessage, toMediaUrl: MessageRowOptions['toMediaUrl']) {
  const { id: messageId, attachment_id: attachmentId, media_url: mediaUrl } = message
  const type = toWireType(message.type)
  if (attachmentId !== null && message.has_content) {
    const metadata = { filename: message.file_name, size: message.file_size, mimeType: message.mime_type }
    return { attachments: [{ id: attachmentId, messageId, type, url: toMediaUrl(attachmentId), metadata }] }
  }
  return mediaUrl === null ? {} : { attachments: [{ id: messageId, messageId, type, url: mediaUrl }] }
}

/** The socket's word for a document is `file`. */
function toWireType(type: string): string {
  return type === 'document' ? 'file' : type
}

function toMetadata({ metadata, external_id, client_id }: StoredMessage, features: Features) {
  return {
    ...metadata,
    ...(external_id !== null && { providerMessageId: external_id }),
    ...(features.echoesClientId && client_id !== null && { clientMessageId: client_id }),
  }
}
