import { describe, expect, test } from 'vitest'
import { resolveOptions } from '../../../src/engine/engineOptions.ts'
import type { StoredMessage } from '../../../src/engine/store/storedMessage.ts'
import { toPyTakeMessage, toPyTakeStatus } from '../../../src/engine/wires/pyTake/toPyTakeMessage.ts'
import { toKanbanMessage, toKanbanStatus } from '../../../src/engine/wires/whatsAppKanban/toKanbanMessage.ts'
import kanbanFrames from '../../fixtures/whatsapp-kanban.json' with { type: 'json' }
import pyTakeFrames from '../../fixtures/pytake.json' with { type: 'json' }

/* From the rows behind them the recorded frames come out again, field for field. */

const blank: StoredMessage = {
  ...{ id: '', conversation_id: '', workspace_id: 'w', whatsapp_number_id: null, external_id: null, client_id: null },
  ...{ type: 'text', body: null, media_url: null, is_outgoing: false, sender_type: 'contact', sender_name: null },
  ...{ status: 'delivered', is_private: false, error_code: null, error_message: null, reply_to_id: null },
  ...{ sent_by_user_id: null, attachment_id: null, metadata: {}, created_at: '', updated_at: '', edited_at: null },
  ...{ deleted_at: null, remote_jid: null, contact_id: 'ct_01', contact_name: null, contact_phone: '5511888888888' },
  ...{ file_name: null, mime_type: null, file_size: null, has_content: false, quoted_body: null, quoted_type: null },
  quoted_is_outgoing: null,
}

const payloadsOf = (frames: readonly { readonly event: string; readonly payload: unknown }[], name: string) =>
  frames.filter(({ event }) => event === name).map(({ payload }) => payload)

describe('PyTake', () => {
  const { quirks } = resolveOptions({ wire: 'pytake', quirks: { inboundReceived: false } })
  const inbound: StoredMessage = {
    ...blank,
    id: '0d2f5c8e-6a55-4f5e-9c39-2f0c4a1b7e01',
    conversation_id: '158803db-8e37-421b-b6ba-4df94d82ba9e',
    external_id: 'wamid.HBgNNTUxMTg4ODg4ODg4OBUCABIYFDNB',
    body: 'Olá! Meu pedido já saiu?',
    created_at: '2025-10-10T14:03:22.481Z',
  }
  const outbound: StoredMessage = {
    ...inbound,
    ...{ id: '0d2f5c8e-6a55-4f5e-9c39-2f0c4a1b7e02', external_id: null, type: 'image', body: 'Nota fiscal' },
    ...{ is_outgoing: true, sender_type: 'user', status: 'pending', created_at: '2025-10-10T14:04:01.002Z' },
    media_url: 'https://cdn.example.com/nota.jpg',
  }

  test('its messages', () => {
    const told = [inbound, outbound].map((message) =>
      toPyTakeMessage(message, { quirks, place: 'socket', mediaUrl: message.media_url }),
    )
    expect(told).toEqual(payloadsOf(pyTakeFrames, 'message:new'))
  })

  test('its receipt', () => {
    const read = { ...outbound, status: 'read', updated_at: '2025-10-10T14:04:09.118Z' } as const
    expect([toPyTakeStatus(read, quirks)]).toEqual(payloadsOf(pyTakeFrames, 'message:status'))
  })
})

describe('Kanban', () => {
  const { quirks } = resolveOptions({ wire: 'kanban' })
  const inbound: StoredMessage = {
    ...blank,
    ...{ id: 'msg_01', conversation_id: 'cv_01', external_id: 'wamid.HBgNNTUxMTg4ODg4ODg4OBUCABIYFDNB' },
    ...{ body: 'Mensagem de teste Socket.io', created_at: '2023-11-14T22:13:19.640Z' },
  }
  const outbound: StoredMessage = {
    ...inbound,
    ...{ id: 'msg_02', external_id: 'wamid.HBgNNTUxMTg4ODg4ODg4OBUCABEYEjA5', type: 'location', body: '📍 MASP' },
    ...{ is_outgoing: true, sender_type: 'user', status: 'pending', contact_name: 'Maria Souza' },
    metadata: { location: { latitude: -23.5614, longitude: -46.6559 } },
    created_at: '2023-11-14T22:14:02.120Z',
  }

  test('its messages', () => {
    const told = [inbound, outbound].map((message) => ({
      conversationId: message.conversation_id,
      message: toKanbanMessage(message, { quirks, mediaUrl: null }),
    }))
    expect(told).toEqual(payloadsOf(kanbanFrames, 'message:new'))
  })

  test('its receipt', () => {
    const read = { ...outbound, status: 'read' } as const
    expect([toKanbanStatus(read, quirks)]).toEqual(payloadsOf(kanbanFrames, 'message:status-update'))
  })
})
