import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decode } from '../../../src/backends/pyTake/decode.ts'
import { commands, readJoin } from '../../../src/backends/pyTake/encode.ts'
import { createEncoder } from '../../../src/backends/commandTable.ts'

interface Fixture {
  readonly event: string
  readonly payload: Record<string, unknown>
}
const fixtures = JSON.parse(
  readFileSync(new URL('../../fixtures/pytake.json', import.meta.url), 'utf8'),
) as readonly Fixture[]
const find = (event: string, position = 0) => fixtures.filter((fixture) => fixture.event === event)[position]
const decodeFixture = (fixture: Fixture | undefined, changes: object = {}) =>
  decode({ name: fixture?.event ?? '', payload: { ...fixture?.payload, ...changes } })
const inbound = find('message:new')
const outbound = find('message:new', 1)
const conversationId = '158803db-8e37-421b-b6ba-4df94d82ba9e'

describe('PyTake’s events', () => {
  it.each(fixtures.map((fixture, position) => [position, fixture.event, fixture] as const))(
    'reads fixture %i, a %s',
    (_, name, { payload }) => {
      for (const event of decode({ name, payload })) expect(event.type).not.toBe('frame.rejected')
    },
  )

  it('a customer’s message, with its time in UTC where it has no zone', () => {
    expect(decodeFixture(inbound)).toMatchObject([
      {
        type: 'message.received',
        message: {
          id: '0d2f5c8e-6a55-4f5e-9c39-2f0c4a1b7e01',
          conversationId,
          direction: 'inbound',
          sender: { type: 'contact' },
          text: 'Olá! Meu pedido já saiu?',
          externalId: 'wamid.HBgNNTUxMTg4ODg4ODg4OBUCABIYFDNB',
          createdAt: '2025-10-10T14:03:22.481Z',
        },
      },
    ])
  })

  it('an image with its caption, from the content', () => {
    expect(decodeFixture(outbound)).toMatchObject([
      {
        message: {
          type: 'image',
          direction: 'outbound',
          sender: { type: 'user' },
          text: 'Nota fiscal',
          attachments: [{ url: 'https://cdn.example.com/nota.jpg' }],
          createdAt: '2025-10-10T14:04:01.002Z',
        },
      },
    ])
  })

  it('ids in lower case, and WhatsApp’s as they are', () => {
    const changes = { id: 'ABCDEF00-6A55-4F5E-9C39-2F0C4A1B7E01', conversation_id: conversationId.toUpperCase() }
    expect(decodeFixture(inbound, changes)).toMatchObject([
      { message: { id: 'abcdef00-6a55-4f5e-9c39-2f0c4a1b7e01', conversationId } },
    ])
    expect(decodeFixture(find('message:status'), { message_id: 'wamid.AbC' })).toMatchObject([
      { reference: 'wamid.AbC' },
    ])
  })

  it('`received`, the status of inbound messages', () => {
    expect(decodeFixture(inbound, { status: 'received' })).toMatchObject([{ message: { status: 'delivered' } }])
  })

  it('a status without a conversation', () => {
    expect(decodeFixture(find('message:status'))).toEqual([
      {
        type: 'message.statusChanged',
        reference: '0d2f5c8e-6a55-4f5e-9c39-2f0c4a1b7e02',
        conversationId: null,
        status: 'read',
        error: null,
      },
    ])
  })

  it('a message without any time: it is fetched, and its conversation is looked at again', () => {
    expect(decodeFixture(inbound, { created_at: null })).toEqual([
      { type: 'frame.rejected', name: 'message:new', reason: 'created_at: not a time', isKnown: true, conversationId },
      { type: 'conversation.changed', patch: { id: conversationId } },
    ])
    expect(decodeFixture(outbound, { created_at: null, sent_at: '2025-10-10T14:04:02' })).toMatchObject([
      { message: { createdAt: '2025-10-10T14:04:02.000Z' } },
    ])
  })

  it('`pong` with the word "now", without a time, and with nothing at all', () => {
    for (const payload of [{ timestamp: 'now' }, {}, null, undefined]) {
      expect(decode({ name: 'pong', payload })).toEqual([])
    }
  })

  it('`connected`: who it is, and that a ping is answered', () => {
    expect(decodeFixture(find('connected'))).toMatchObject([
      { type: 'session.started', userId: '6ae9ebac-1d2f-4f0e-9d53-3f1f6d0f4a11', capabilities: ['ping'] },
    ])
  })
})

describe('PyTake’s commands', () => {
  const encode = createEncoder(commands)

  it('say ids in lower case', () => {
    expect(encode({ type: 'subscribe', conversationId: conversationId.toUpperCase() })).toEqual({
      name: 'join_conversation',
      payload: { conversation_id: conversationId },
    })
  })

  it('ping without a payload: `ping {}` is dropped silently', () => {
    expect(encode({ type: 'ping' })).toEqual({ name: 'ping', payload: undefined })
  })

  it('start and stop typing', () => {
    const names = [true, false].map((isTyping) => encode({ type: 'notifyTyping', conversationId, isTyping })?.name)
    expect(names).toEqual(['typing_start', 'typing_stop'])
  })

  it('have no word for a new token', () => {
    expect(encode({ type: 'authenticate', token: 't' })).toBeNull()
  })

  it('are answered: joined, refused, or by something that is no answer', () => {
    expect(readJoin({ name: 'joined_conversation', payload: { conversation_id: conversationId } })).toEqual({
      room: conversationId,
      error: null,
    })
    expect(readJoin({ name: 'error', payload: { message: 'Invalid conversation_id' } })).toMatchObject({
      room: null,
      error: { code: 'not_found' },
    })
    expect(readJoin({ name: 'error', payload: { message: 'Database is starting' } })).toBeNull()
    expect(readJoin({ name: 'message:new', payload: {} })).toBeNull()
  })
})
