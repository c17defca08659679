import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode as decodeChatEngine } from '../../../src/backends/chatEngine/decode.ts'
import * as chatEngineRows from '../../../src/backends/chatEngine/rows.ts'
import { decode as decodePyTake } from '../../../src/backends/pyTake/decode.ts'
import * as pyTakeRows from '../../../src/backends/pyTake/rows.ts'
import { decode as decodeKanban } from '../../../src/backends/whatsAppKanban/decode.ts'
import * as kanbanRows from '../../../src/backends/whatsAppKanban/rows.ts'
import type { ConversationPatch } from '../../../src/domain/conversation.ts'
import type { DomainEvent } from '../../../src/domain/events.ts'
import type { Message } from '../../../src/domain/message.ts'
import { resolveOptions } from '../../../src/engine/engineOptions.ts'
import { createFeatures } from '../../../src/engine/features.ts'
import type { StoredConversation } from '../../../src/engine/store/storedConversation.ts'
import type { StoredMessage } from '../../../src/engine/store/storedMessage.ts'
import { toConversationRow } from '../../../src/engine/wire/toConversationRow.ts'
import { toMessageRow } from '../../../src/engine/wire/toMessageRow.ts'
import { toWebSocketConversation } from '../../../src/engine/wire/toWebSocketConversation.ts'
import { toWebSocketMessage, toWebSocketMessageStatus } from '../../../src/engine/wire/toWebSocketMessage.ts'
import { toPyTakeConversation } from '../../../src/engine/wires/pyTake/toPyTakeConversation.ts'
import { toPyTakeMessage, toPyTakeStatus } from '../../../src/engine/wires/pyTake/toPyTakeMessage.ts'
import { toKanbanConversation } from '../../../src/engine/wires/whatsAppKanban/toKanbanConversation.ts'
import { toKanbanMessage, toKanbanStatus } from '../../../src/engine/wires/whatsAppKanban/toKanbanMessage.ts'
import { toKanbanPatch } from '../../../src/engine/wires/whatsAppKanban/toKanbanPatch.ts'
import { storedConversation, storedMessage, toldMessage } from './harness/storedRows.ts'

/*
 * What the engine says of a row is what the client makes of it: decode(encode(row)) is the event the row stands for, on
 * every wire, with and without its habits. What a wire cannot say is listed here as well, and nothing else is lost.
 */

const overTheWire = (payload: unknown): unknown => JSON.parse(JSON.stringify(payload))
const toFileUrl = (id: string) => `https://chat.example.com/files/${id}`
const getMediaUrl = ({ attachment_id: id, has_content: hasContent, media_url: url }: StoredMessage) =>
  id !== null && hasContent ? toFileUrl(id) : url

/** The message a row stands for, as far as every wire can say it. */
const toCommon = (row: StoredMessage) => ({
  id: row.id,
  conversationId: row.conversation_id,
  direction: row.is_outgoing ? 'outbound' : 'inbound',
  text: row.body,
  status: row.status,
  externalId: row.external_id,
  createdAt: row.created_at,
  reactions: [],
})
const NOT_SAID = {
  ...{ clientId: null, workspaceId: null, replyToId: null, updatedAt: null, editedAt: null, deletedAt: null },
  ...{ location: null, error: null, metadata: {} },
}
const toContact = (row: StoredConversation) => ({
  id: row.contact_id,
  name: row.contact_name,
  phone: row.contact_phone,
  avatarUrl: row.contact_avatar_url,
})
const toHome = (row: StoredConversation) => ({
  workspaceId: row.workspace_id,
  channel: 'whatsapp',
  channelAccountId: row.whatsapp_number_id,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
const toLast = (row: StoredConversation) => ({
  lastMessageAt: row.last_message_at,
  lastMessagePreview: row.last_message_preview,
})
const toState = (row: StoredConversation) => ({
  id: row.id,
  contact: toContact(row),
  status: row.status,
  assigneeId: row.assignee_id,
  unreadCount: row.unread_count,
  lastInboundAt: row.last_inbound_at,
})
const toWholeConversation = (row: StoredConversation) => ({ ...toHome(row), ...toState(row), ...toLast(row) })
const toBoard = (row: StoredConversation) => ({
  stageId: row.stage_id,
  pipelineId: row.pipeline_id,
  labels: row.labels,
  priority: row.priority,
})

describe.each([
  ['with its habits', {}],
  ['without them', { mixedTimestamps: false, inboundReceived: false }],
])('PyTake, %s', (_, quirks) => {
  const settings = resolveOptions({ wire: 'pytake', quirks })
  const toExpected = (row: StoredMessage): Message => {
    const type = row.type === 'sticker' ? 'image' : row.type
    const isMedia = ['image', 'video', 'audio', 'document'].includes(type)
    const url = getMediaUrl(row)
    return {
      ...toCommon(row),
      ...NOT_SAID,
      type: isMedia ? type : 'text',
      sender: {
        type: row.sender_type === 'system' ? 'bot' : row.sender_type,
        id: null,
        name: null,
      },
      attachments:
        isMedia && url !== null
          ? [{ id: null, url, thumbnailUrl: null, mimeType: null, filename: row.file_name, sizeBytes: null }]
          : [],
    } as Message
  }

  test('messages, on the socket', () => {
    fc.assert(
      fc.property(toldMessage, (row) => {
        const options = { quirks: settings.quirks, place: 'socket', mediaUrl: getMediaUrl(row) } as const
        const payload = overTheWire(toPyTakeMessage(row, options))
        const message = toExpected(row)
        expect(decodePyTake({ name: 'message:new', payload })).toEqual([{ type: 'message.received', message }])
      }),
    )
  })

  test('messages, over HTTP', () => {
    fc.assert(
      fc.property(fc.array(toldMessage, { maxLength: 4 }), (rows) => {
        const body = rows.map((row) =>
          overTheWire(toPyTakeMessage(row, { quirks: settings.quirks, place: 'http', mediaUrl: getMediaUrl(row) })),
        )
        expect(pyTakeRows.readMessageRows(body)).toEqual(rows.map(toExpected))
      }),
    )
  })

  test('receipts', () => {
    fc.assert(
      fc.property(toldMessage, (row) => {
        const payload = overTheWire(toPyTakeStatus(row, settings.quirks))
        expect(decodePyTake({ name: 'message:status', payload })).toEqual([
          {
            type: 'message.statusChanged',
            reference: row.id,
            conversationId: null,
            status: row.status,
            error: null,
          },
        ])
      }),
    )
  })

  test('conversations', () => {
    fc.assert(
      fc.property(storedConversation, (row) => {
        const read = pyTakeRows.readConversationRow(overTheWire(toPyTakeConversation(row)))
        expect(read).toEqual(toWholeConversation(row))
      }),
    )
  })
})

describe.each([
  ['with its habits', {}],
  ['in its other version', { wholeSeconds: false, fieldVariants: true }],
])('Kanban, %s', (_, quirks) => {
  const settings = resolveOptions({ wire: 'kanban', quirks })
  const { wholeSeconds, fieldVariants } = settings.quirks
  const toExpected = (row: StoredMessage): Message => {
    const type = row.type === 'sticker' ? 'image' : row.type
    const isMedia = ['image', 'video', 'audio', 'document'].includes(type)
    const url = getMediaUrl(row)
    const isPlace = type === 'location'
    const place = isPlace ? toPlace(row) : null
    return {
      ...toCommon(row),
      ...NOT_SAID,
      type: isMedia || isPlace ? type : 'text',
      text: place === null ? row.body : null,
      createdAt: wholeSeconds && !row.is_outgoing ? `${row.created_at.slice(0, 19)}.000Z` : row.created_at,
      sender: row.is_outgoing
        ? { type: 'user', id: null, name: null }
        : { type: 'contact', id: row.contact_id, name: row.contact_name },
      attachments:
        isMedia && url !== null
          ? [
              {
                ...{ id: null, url, thumbnailUrl: null },
                ...{ mimeType: row.mime_type, filename: row.file_name, sizeBytes: row.file_size },
              },
            ]
          : [],
      location: place && { latitude: place.latitude, longitude: place.longitude, name: place.name ?? null },
      metadata: expect.any(Object),
    } as Message
  }

  test('messages, on the socket and over HTTP', () => {
    fc.assert(
      fc.property(toldMessage, (row) => {
        const wire = overTheWire(toKanbanMessage(row, { quirks: settings.quirks, mediaUrl: getMediaUrl(row) }))
        const payload = { conversationId: row.conversation_id, message: wire }
        const [received] = decodeKanban({ name: 'message:new', payload })
        expect(received).toEqual({ type: 'message.received', message: toExpected(row) })
        expect(kanbanRows.readMessageRow(wire, row.conversation_id)).toEqual(toExpected(row))
      }),
    )
  })

  test('receipts', () => {
    fc.assert(
      fc.property(toldMessage, (row) => {
        const status = toKanbanStatus(row, settings.quirks)
        expect(status === null).toBe(row.status === 'pending')
        if (status === null) return
        const name = fieldVariants ? 'message:status' : 'message:status-update'
        const error = { code: row.error_code, message: row.error_message, origin: 'provider' }
        expect(decodeKanban({ name, payload: overTheWire(status) })).toEqual([
          {
            type: 'message.statusChanged',
            reference: row.id,
            conversationId: row.conversation_id,
            status: row.status,
            error: fieldVariants && row.status === 'failed' ? error : null,
          },
        ])
      }),
    )
  })

  test('conversations, whole', () => {
    fc.assert(
      fc.property(storedConversation, (row) => {
        const conversation = overTheWire(toKanbanConversation(row))
        const patch = { ...toWholeConversation(row), ...toBoard(row) }
        expect(decodeKanban({ name: 'conversation:new', payload: { conversation } })).toEqual([
          { type: 'conversation.changed', patch },
        ])
        expect(kanbanRows.readConversationRow(conversation)).toEqual(patch)
      }),
    )
  })

  test('conversations, patch by patch: in the end they say what the whole would', () => {
    const states = fc.tuple(storedConversation, fc.array(changed, { maxLength: 6 }))
    fc.assert(
      fc.property(states, ([first, changes]) => {
        let row = first
        let told = toKanbanConversation(row)
        let known: ConversationPatch = toWholeConversation(row)
        Object.assign(known, toBoard(row))
        for (const change of changes) {
          row = { ...row, ...change }
          const next = toKanbanConversation(row)
          const payload = toKanbanPatch(next, told)
          told = next
          for (const event of payload === null ? [] : decodePatch(payload)) known = { ...known, ...event.patch }
        }
        expect(known).toEqual({ ...toWholeConversation(row), ...toBoard(row), updatedAt: first.updated_at })
      }),
    )
  })

  test('a patch that is the first is the whole', () => {
    fc.assert(
      fc.property(storedConversation, (row) => {
        const [event] = decodePatch(toKanbanPatch(toKanbanConversation(row), null))
        expect(event?.patch).toEqual({ ...toState(row), ...toLast(row), ...toBoard(row) })
      }),
    )
  })

  const decodePatch = (payload: unknown) =>
    decodeKanban({ name: 'conversation:updated', payload: overTheWire(payload) }).flatMap((event) =>
      event.type === 'conversation.changed' ? [event] : [],
    )
})

describe.each([
  ['with every extension', {}],
  ['as its base', { capabilities: [] }],
])('ChatEngine, %s', (_, options) => {
  const features = createFeatures(resolveOptions(options))
  const { isExtended } = features
  const toWire = { features, toMediaUrl: toFileUrl }
  /** The base has no word for them, so the server does not tell them there. */
  const message = isExtended ? storedMessage : toldMessage

  const toType = (row: StoredMessage) => {
    if (isExtended && row.is_private) return 'note'
    return row.type === 'order' ? 'unsupported' : row.type
  }
  const toSender = (row: StoredMessage) => {
    if (isExtended) {
      return row.is_outgoing
        ? { type: row.sender_type, id: row.sent_by_user_id, name: row.sender_name }
        : { type: 'contact', id: row.contact_id, name: row.sender_name ?? row.contact_name }
    }
    if (!row.is_outgoing) return { type: 'contact', id: row.remote_jid ?? row.contact_phone, name: null }
    if (row.sent_by_user_id !== null) return { type: 'user', id: row.sent_by_user_id, name: null }
    return row.sender_type === 'system'
      ? { type: 'system', id: 'system', name: null }
      : { type: 'user', id: null, name: null }
  }
  const toError = (row: StoredMessage) =>
    isExtended && row.status === 'failed'
      ? { code: row.error_code, message: row.error_message, origin: 'provider' }
      : null

  test('messages, on the socket', () => {
    fc.assert(
      fc.property(message, (row) => {
        const payload = overTheWire(toWebSocketMessage(row, toWire))
        const url = getMediaUrl(row)
        const isOwn = row.attachment_id !== null && row.has_content
        const [event, ...more] = decodeChatEngine({ name: 'message', payload })
        expect(more).toEqual([])
        expect(event).toEqual({
          type: 'message.received',
          message: {
            ...toCommon(row),
            type: toType(row),
            clientId: isExtended ? row.client_id : null,
            workspaceId: row.workspace_id,
            sender: toSender(row),
            attachments:
              url === null
                ? []
                : [
                    {
                      id: isOwn ? row.attachment_id : row.id,
                      ...{ url, thumbnailUrl: null },
                      mimeType: isOwn ? row.mime_type : null,
                      filename: isOwn ? row.file_name : null,
                      sizeBytes: isOwn ? row.file_size : null,
                    },
                  ],
            location: null,
            replyToId: row.reply_to_id,
            error: toError(row),
            metadata: expect.objectContaining(row.metadata),
            updatedAt: row.updated_at,
            editedAt: isExtended ? row.edited_at : null,
            deletedAt: isExtended ? row.deleted_at : null,
          },
        })
      }),
    )
  })

  test('messages, over HTTP', () => {
    fc.assert(
      fc.property(message, (row) => {
        const read = chatEngineRows.readMessageRow(overTheWire(toMessageRow(row, toWire)))
        expect(read).toMatchObject({
          ...toCommon(row),
          type: toType(row),
          replyToId: row.reply_to_id,
          error: toError(row),
          ...(isExtended && {
            sender: toSender(row),
            clientId: row.client_id,
            updatedAt: row.updated_at,
            editedAt: row.edited_at,
            deletedAt: row.deleted_at,
          }),
        })
      }),
    )
  })

  test('receipts', () => {
    fc.assert(
      fc.property(message, (row) => {
        const payload = overTheWire(toWebSocketMessageStatus(row, features))
        expect(decodeChatEngine({ name: 'messageStatus', payload })).toEqual([
          {
            type: 'message.statusChanged',
            reference: row.id,
            conversationId: isExtended ? row.conversation_id : null,
            status: row.status,
            error: toError(row),
          },
        ])
      }),
    )
  })

  test('conversations, on the socket and over HTTP', () => {
    fc.assert(
      fc.property(storedConversation, (row) => {
        const payload = overTheWire(toWebSocketConversation(row, features))
        const [event] = decodeChatEngine({ name: 'conversation', payload })
        const whole = { ...toWholeConversation(row), ...toBoard(row) }
        // Who has no message yet says nothing of the last one.
        const told = { ...toHome(row), ...toState(row), ...toBoard(row), ...(row.last_id !== null && toLast(row)) }
        expect(event).toEqual({ type: 'conversation.changed', patch: isExtended ? told : toBase(row) })
        const read = chatEngineRows.readConversationRow(overTheWire(toConversationRow(row, features)))
        if (isExtended) expect(read).toMatchObject(whole)
        else expect(read).toMatchObject({ id: row.id, stageId: row.stage_id, unreadCount: row.unread_count })
      }),
    )
  })

  const toBase = (row: StoredConversation) => ({
    id: row.id,
    workspaceId: row.workspace_id,
    channel: 'whatsapp',
    channelAccountId: row.whatsapp_number_id,
    contact: { ...toContact(row), name: row.contact_name ?? row.contact_phone, phone: null },
    updatedAt: row.updated_at,
    ...(row.last_id !== null && {
      lastMessageAt: row.last_message_at,
      lastMessagePreview: row.last_message_preview,
    }),
  })
})

describe('typing', () => {
  const typist = fc.oneof(
    fc.uuid().map((id) => ({ id, type: 'user' })),
    fc.stringMatching(/^[1-9]\d{9,14}$/).map((phone) => ({ id: `${phone}@s.whatsapp.net`, type: 'contact' })),
  )

  test('is the same on every wire', () => {
    fc.assert(
      fc.property(fc.uuid(), typist, fc.boolean(), (conversationId, { id, type }, isTyping) => {
        const expected: readonly DomainEvent[] = [
          {
            type: 'typing.changed',
            conversationId,
            participant: { type: type as 'user' | 'contact', id, name: null },
            isTyping,
          },
        ]
        const payload = { conversationId, userId: id, isTyping }
        const snake = { conversation_id: conversationId, user_id: id, typing: isTyping }
        expect(decodeChatEngine({ name: 'typing', payload })).toEqual(expected)
        expect(decodeKanban({ name: 'typing', payload })).toEqual(expected)
        expect(decodePyTake({ name: 'user_typing', payload: snake })).toEqual(expected)
      }),
    )
  })
})

/** Any part of a conversation that may change. */
const changed: fc.Arbitrary<Partial<StoredConversation>> = fc
  .tuple(storedConversation, fc.subarray(['board', 'last', 'contact', 'count'] as const))
  .map(([row, parts]) => ({
    ...(parts.includes('board') && {
      status: row.status,
      stage_id: row.stage_id,
      pipeline_id: row.pipeline_id,
      assignee_id: row.assignee_id,
      labels: row.labels,
      priority: row.priority,
    }),
    ...(parts.includes('last') && {
      last_id: row.last_id,
      last_type: row.last_type,
      last_message_at: row.last_message_at,
      last_message_preview: row.last_message_preview,
      last_inbound_at: row.last_inbound_at,
    }),
    ...(parts.includes('contact') && { contact_name: row.contact_name, contact_avatar_url: row.contact_avatar_url }),
    ...(parts.includes('count') && { unread_count: row.unread_count }),
  }))

interface Place {
  readonly latitude: number
  readonly longitude: number
  readonly name?: string
}

/** The place in a row's metadata, when there is one and all of it is right. */
function toPlace({ metadata }: StoredMessage): Place | null {
  const { location } = metadata as { readonly location?: unknown }
  if (typeof location !== 'object' || location === null) return null
  const { latitude, longitude, name, address } = location as Record<string, unknown>
  const isText = (value: unknown) => value === undefined || typeof value === 'string'
  if (typeof latitude !== 'number' || typeof longitude !== 'number' || !isText(name) || !isText(address)) return null
  return { latitude, longitude, ...(typeof name === 'string' && { name }) }
}
