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
  const { content, metadata, attachments, sender, isPrivate } = payload
  return (
    isId(payload['id']) &&
    isId(payload['conversationId']) &&
    isText(payload['senderId']) &&
    isText(payload['type']) &&
    isText(payload['createdAt']) &&
    STATUSES.has(payload['status']) &&
    (content === undefined || isText(content, LONGEST_TEXT)) &&
    (isPrivate === undefined || typeof isPrivate === 'boolean') &&
    isIdOrAbsent(payload['workspaceId']) &&
    isIdOrAbsent(payload['replyToMessageId']) &&
    isTextOrAbsent(payload['updatedAt']) &&
    isTextOrAbsent(payload['deletedAt']) &&
    isTextOrAbsent(payload['editedAt']) &&
    isAbsent(payload['error']) &&
    (isAbsent(sender) || isSender(sender)) &&
    (isAbsent(metadata) || isMetadata(metadata)) &&
    (isAbsent(attachments) || (Array.isArray(attachments) && attachments.length === 0))
  )
}

/** A receipt without an error. */
export function isUsualStatus(payload: unknown): payload is WebSocketMessageStatus {
  return (
    isFields(payload) &&
    isId(payload['messageId']) &&
    STATUSES.has(payload['status']) &&
    isIdOrAbsent(payload['conversationId']) &&
    isAbsent(payload['error'])
  )
}

function isSender(sender: unknown): boolean {
  return (
    isFields(sender) && SENDERS.has(sender['type']) && isTextOrAbsent(sender['id']) && isTextOrAbsent(sender['name'])
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

function isText(value: unknown, longest = LONGEST_SHORT): boolean {
  return typeof value === 'string' && value.length <= longest
}

function isTextOrAbsent(value: unknown): boolean {
  return isAbsent(value) || isText(value)
}

function isId(value: unknown): boolean {
  return value !== '' && isText(value)
}

function isIdOrAbsent(value: unknown): boolean {
  return isAbsent(value) || isId(value)
}
