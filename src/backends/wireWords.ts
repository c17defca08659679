import * as v from 'valibot'
import type { DeliveryStatus } from '../domain/deliveryStatus.ts'
import type { MessageError, MessageType } from '../domain/message.ts'

/* Words that ChatEngine's wire and the tables of its database share, and what they mean. */

export const WireStatus = v.picklist(['sending', 'pending', 'sent', 'delivered', 'read', 'failed', 'received'])
export const SenderType = v.picklist(['contact', 'user', 'bot', 'system'])
export const ConversationStatus = v.picklist(['open', 'pending', 'snoozed', 'resolved'])
export const Priority = v.picklist(['low', 'medium', 'high', 'urgent'])

/** `sending` is this side's word for what no backend has confirmed; a backend that says it means `pending`. */
export function toDeliveryStatus(status: v.InferOutput<typeof WireStatus>): DeliveryStatus {
  if (status === 'sending') return 'pending'
  return status === 'received' ? 'delivered' : status
}

const MESSAGE_TYPES: ReadonlyMap<string, MessageType> = new Map([
  ['text', 'text'],
  ['image', 'image'],
  ['video', 'video'],
  ['audio', 'audio'],
  ['file', 'document'],
  ['document', 'document'],
  ['sticker', 'sticker'],
  ['location', 'location'],
  ['template', 'template'],
  ['note', 'note'],
  ['system', 'system'],
])

/** A type of a newer server is shown as unsupported; dropping the message would lose it. */
export function toMessageType(wireType: string): MessageType {
  return MESSAGE_TYPES.get(wireType) ?? 'unsupported'
}

export function toMessageError(
  error: { readonly code: string | number; readonly message?: string | undefined } | null | undefined,
): MessageError | null {
  return error ? { code: String(error.code), message: error.message ?? '', origin: 'provider' } : null
}
