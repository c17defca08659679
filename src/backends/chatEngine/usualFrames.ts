import { LONGEST_SHORT, LONGEST_TEXT } from '../fields.ts'
import { SenderType, WireStatus } from '../wireWords.ts'
import { MOST_METADATA, type WebSocketMessage, type WebSocketMessageStatus } from './schema.ts'

/*
 * Nearly every frame of a burst is a plain message or a receipt, and to see that takes a fortieth of what the schema takes.
 * `true` only for what the schema accepts as it is: whatever else there may be, and why it is refused, is the schema's to say.
 */

const STATUSES: ReadonlySet<unknown> = new Set(WireStatus.options)
const SENDERS: ReadonlySet<unknown> = new Set(SenderType.options)

type Fields = Readonly<Record<string, unknown>>

/** A message without attachments and without an error. */
export function isUsualMessage(payload: unknown): payload is WebSocketMessage {
  if (!isFields(payload)) return false
  const { id, conversationId, senderId, sender, type, content, status, metadata, attachments, isPrivate } = payload
  return (
    isId(id) &&
    isId(conversationId) &&
    isShort(senderId) &&
    isShort(type) &&
    STATUSES.has(status) &&
    isShort(payload['createdAt']) &&
    (content === undefined || (typeof content === 'string' && content.length <= LONGEST_TEXT)) &&
    (isAbsent(payload['workspaceId']) || isId(payload['workspaceId'])) &&
    (isAbsent(payload['replyToMessageId']) || isId(payload['replyToMessageId'])) &&
    isShortOrAbsent(payload['updatedAt']) &&
    isShortOrAbsent(payload['deletedAt']) &&
    isShortOrAbsent(payload['editedAt']) &&
    (isPrivate === undefined || typeof isPrivate === 'boolean') &&
    (isAbsent(sender) || isSender(sender)) &&
    (isAbsent(metadata) || isMetadata(metadata)) &&
    (isAbsent(attachments) || (Array.isArray(attachments) && attachments.length === 0)) &&
    isAbsent(payload['error'])
  )
}

/** A receipt without an error. */
export function isUsualStatus(payload: unknown): payload is WebSocketMessageStatus {
  if (!isFields(payload)) return false
  const { messageId, status, conversationId, error } = payload
  return (
    isId(messageId) && STATUSES.has(status) && (isAbsent(conversationId) || isId(conversationId)) && isAbsent(error)
  )
}

function isSender(sender: unknown): boolean {
  return (
    isFields(sender) && SENDERS.has(sender['type']) && isShortOrAbsent(sender['id']) && isShortOrAbsent(sender['name'])
  )
}

/** With no key that the schema would leave out. */
function isMetadata(metadata: unknown): boolean {
  if (!isFields(metadata) || Array.isArray(metadata)) return false
  let count = 0
  for (const key in metadata) {
    count += 1
    if (count > MOST_METADATA || key === '__proto__' || key === 'constructor' || key === 'prototype') return false
  }
  return true
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function isShort(value: unknown): boolean {
  return typeof value === 'string' && value.length <= LONGEST_SHORT
}

function isShortOrAbsent(value: unknown): boolean {
  return isAbsent(value) || isShort(value)
}

function isId(value: unknown): boolean {
  return isShort(value) && value !== ''
}
