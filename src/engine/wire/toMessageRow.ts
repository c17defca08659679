import type { Features } from '../features.ts'
import type { StoredMessage } from '../store/storedMessage.ts'

export interface MessageRowOptions {
  readonly features: Features
  /** Where an attachment's content can be loaded from. */
  readonly toMediaUrl: (attachmentId: string) => string
}

/** A message as HTTP tells it: the base columns, and the extensions' where there are any. */
export function toMessageRow(message: StoredMessage, { features, toMediaUrl }: MessageRowOptions) {
  const { attachment_id: attachmentId } = message
  const base = {
    id: message.id,
    conversation_id: message.conversation_id,
    external_id: message.external_id,
    body: message.body,
    type: message.type,
    from_me: message.is_outgoing,
    // The rows' word for what the socket calls `pending`.
    status: message.status === 'pending' ? 'sending' : message.status,
    media_url: attachmentId !== null && message.has_content ? toMediaUrl(attachmentId) : message.media_url,
    reply_to_id: message.reply_to_id,
    quoted_message: message.reply_to_id && {
      id: message.reply_to_id,
      body: message.quoted_body,
      type: message.quoted_type,
      from_me: message.quoted_is_outgoing,
    },
    sent_by_user_id: message.sent_by_user_id,
    created_at: message.created_at,
  }
  return {
    ...base,
    ...(features.isExtended && {
      workspace_id: message.workspace_id,
      client_message_id: message.client_id,
      updated_at: message.updated_at,
      deleted_at: message.deleted_at,
      edited_at: message.edited_at,
      attachment: attachmentId && {
        id: attachmentId,
        mime_type: message.mime_type,
        file_name: message.file_name,
        file_size: message.file_size,
      },
    }),
    ...(features.has('crm') && {
      sender: toSender(message),
      is_private: message.is_private,
      error: toError(message),
    }),
  }
}

/** Who wrote it, in full (`crm`). */
export function toSender({ sender_type, ...message }: StoredMessage) {
  return sender_type === 'contact'
    ? { type: sender_type, id: message.contact_id, name: message.sender_name ?? message.contact_name }
    : { type: sender_type, id: message.sent_by_user_id, name: message.sender_name }
}

/** Why it was not delivered (`crm`). */
export function toError({ status, error_code, error_message }: StoredMessage) {
  return status === 'failed' ? { code: error_code ?? 'unknown', message: error_message ?? '' } : null
}
