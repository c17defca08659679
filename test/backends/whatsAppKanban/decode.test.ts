import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createEncoder } from '../../../src/backends/commandTable.ts'
import { decode } from '../../../src/backends/whatsAppKanban/decode.ts'
import { commands, readJoin } from '../../../src/backends/whatsAppKanban/encode.ts'

interface Fixture {
  readonly event: string
  readonly payload: Record<string, unknown>
}
const fixtures = JSON.parse(
  readFileSync(new URL('../../fixtures/whatsapp-kanban.json', import.meta.url), 'utf8'),
) as readonly Fixture[]
const find = (event: string, position = 0) => fixtures.filter((fixture) => fixture.event === event)[position]
const decodeMessage = (position: number, changes: object = {}) => {
  const fixture = find('message:new', position)
  const message = { ...(fixture?.payload['message'] as object), ...changes }
  return decode({ name: 'message:new', payload: { ...fixture?.payload, message } })
}

describe('Kanban’s events', () => {
  it.each(fixtures.map((fixture, position) => [position, fixture.event, fixture] as const))(
    'reads fixture %i, a %s',
    (_, name, { payload }) => {
      const events = decode({ name, payload })
      expect(events.length).toBeGreaterThan(0)
      for (const event of events) expect(event.type).not.toBe('frame.rejected')
    },
  )

  it('a customer’s message, and whose conversation it is', () => {
    expect(decodeMessage(0)).toMatchObject([
      {
        type: 'message.received',
        message: {
          id: 'msg_01',
          conversationId: 'cv_01',
          direction: 'inbound',
          sender: { type: 'contact', id: 'ct_01' },
          type: 'text',
          text: 'Mensagem de teste Socket.io',
          status: 'delivered',
          externalId: 'wamid.HBgNNTUxMTg4ODg4ODg4OBUCABIYFDNB',
          createdAt: '2023-11-14T22:13:19.000Z',
        },
      },
      { type: 'conversation.changed', patch: { id: 'cv_01', contact: { id: 'ct_01', phone: '5511888888888' } } },
    ])
  })

  it('a location, from the metadata; the contact is not who sent it', () => {
    expect(decodeMessage(1)).toMatchObject([
      {
        message: {
          type: 'location',
          direction: 'outbound',
          sender: { type: 'user', id: null, name: null },
          text: null,
          location: { latitude: -23.5614, longitude: -46.6559 },
        },
      },
      { type: 'conversation.changed' },
    ])
  })

  it('a medium, from the metadata', () => {
    const metadata = { url: 'https://cdn.example.com/a.pdf', mimeType: 'application/pdf', caption: 'Nota', size: 7 }
    expect(decodeMessage(0, { type: 'DOCUMENT', content: '', metadata })).toMatchObject([
      {
        message: {
          type: 'document',
          text: 'Nota',
          attachments: [{ url: 'https://cdn.example.com/a.pdf', mimeType: 'application/pdf', sizeBytes: 7 }],
        },
      },
      {},
    ])
  })

  it('`externalMessageId` for `whatsappMessageId`', () => {
    const changes = { whatsappMessageId: undefined, externalMessageId: 'wamid.X' }
    expect(decodeMessage(0, changes)).toMatchObject([{ message: { externalId: 'wamid.X' } }, {}])
  })

  it('`message:status` for `message:status-update`, with the reason of a failure', () => {
    const payload = { conversationId: 'cv_01', messageId: 'msg_02', status: 'FAILED' }
    const errorInfo = { code: 131047, message: 'Re-engagement message' }
    expect(decode({ name: 'message:status', payload: { ...payload, errorInfo } })).toEqual([
      {
        type: 'message.statusChanged',
        reference: 'msg_02',
        conversationId: 'cv_01',
        status: 'failed',
        error: { code: '131047', message: 'Re-engagement message', origin: 'provider' },
      },
    ])
    expect(decode({ name: 'message:status-update', payload })).toMatchObject([{ status: 'failed', error: null }])
  })

  it('`conversation:typing` for `typing`, with a name', () => {
    const payload = { conversationId: 'cv_01', userId: 'u-2', isTyping: true }
    expect(decode({ name: 'typing', payload })).toMatchObject([
      { participant: { type: 'user', id: 'u-2', name: null } },
    ])
    expect(decode({ name: 'conversation:typing', payload: { ...payload, userName: 'Ana' } })).toMatchObject([
      { participant: { name: 'Ana' }, isTyping: true },
    ])
  })

  it('a patch: what is absent is not mentioned', () => {
    const [first, second] = [0, 1].map((position) => {
      const fixture = find('conversation:updated', position)
      return decode({ name: fixture?.event ?? '', payload: fixture?.payload })[0]
    })
    expect(first).toEqual({
      type: 'conversation.changed',
      patch: { id: 'cv_01', lastMessageAt: '2023-11-14T22:14:02.120Z', lastMessagePreview: null },
    })
    expect(second).toEqual({
      type: 'conversation.changed',
      patch: { id: 'cv_01', status: 'resolved', stageId: 'done' },
    })
  })

  it('a time that is none: rejected, and fetched instead', () => {
    expect(decodeMessage(0, { timestamp: 'now' })).toEqual([
      { type: 'frame.rejected', name: 'message:new', reason: 'message.timestamp: not a time', isKnown: true },
    ])
  })
})

describe('Kanban’s commands', () => {
  it('join and leave by a bare id', () => {
    const encode = createEncoder(commands)
    expect(encode({ type: 'subscribe', conversationId: 'cv_01' })).toEqual({
      name: 'conversation:join',
      payload: 'cv_01',
    })
    expect(encode({ type: 'unsubscribe', conversationId: 'cv_01' })?.payload).toBe('cv_01')
    expect(encode({ type: 'ping' })).toBeNull()
  })

  it('are confirmed by `conversation:joined` where a version says it, as an object or bare', () => {
    for (const payload of ['cv_01', { conversationId: 'cv_01' }]) {
      expect(readJoin({ name: 'conversation:joined', payload })).toEqual({ room: 'cv_01', error: null })
    }
    expect(readJoin({ name: 'conversation:updated', payload: { conversationId: 'cv_01' } })).toBeNull()
  })
})
