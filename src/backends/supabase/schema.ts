import * as v from 'valibot'
import { boundedArray, boundedRecord } from '../bounded.ts'
import { orNull, Short, Text, Url } from '../fields.ts'
import { ConversationStatus, Priority, SenderType, WireStatus } from '../wireWords.ts'

/*
 * Rows as PostgREST and Realtime bring them, under this library's names (see `readColumns` in rows.ts). `undefined` is a
 * column this database does not have. What else Realtime brings is in frameSchema.ts.
 */

/** Deployed databases number their rows; ids are text here. */
export const Id = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.minLength(1), v.maxLength(512))

export const MessageRow = v.object({
  id: Id,
  conversationId: Id,
  workspaceId: orNull(Id),
  text: orNull(Text),
  type: v.nullish(Short, 'text'),
  isOutgoing: v.boolean(),
  status: orNull(WireStatus),
  externalId: orNull(Short),
  clientId: orNull(Short),
  mediaUrl: orNull(Url),
  senderId: orNull(Id),
  senderType: orNull(SenderType),
  senderName: orNull(Short),
  isPrivate: v.nullish(v.boolean(), false),
  replyToId: orNull(Id),
  errorCode: orNull(v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.maxLength(512))),
  errorMessage: orNull(Text),
  metadata: v.nullish(boundedRecord(1000), {}),
  createdAt: Short,
  updatedAt: orNull(Short),
  editedAt: orNull(Short),
  deletedAt: orNull(Short),
})

export const ConversationRow = v.object({
  id: Id,
  workspaceId: v.exactOptional(v.nullable(Id)),
  contactId: orNull(Id),
  channelAccountId: v.exactOptional(v.nullable(Id)),
  pipelineId: v.exactOptional(v.nullable(Id)),
  stageId: v.exactOptional(v.nullable(Id)),
  status: v.exactOptional(v.nullable(ConversationStatus)),
  assigneeId: v.exactOptional(v.nullable(Id)),
  labels: v.exactOptional(v.nullable(boundedArray(Short, 100))),
  priority: v.exactOptional(v.nullable(Priority)),
  unreadCount: v.nullish(v.pipe(v.number(), v.minValue(0)), 0),
  lastMessageAt: v.exactOptional(v.nullable(Short)),
  lastMessagePreview: v.exactOptional(v.nullable(Text)),
  lastInboundAt: v.exactOptional(v.nullable(Short)),
  createdAt: v.exactOptional(v.nullable(Short)),
  updatedAt: v.exactOptional(v.nullable(Short)),
})

export const ContactRow = v.object({
  id: orNull(Id),
  name: orNull(Short),
  phone: orNull(Short),
  avatarUrl: orNull(Url),
})
