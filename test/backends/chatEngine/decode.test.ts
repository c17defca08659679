import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode } from '../../../src/backends/chatEngine/decode.ts'
import { mapWebSocketToCoreMessage } from '../../../src/backends/chatEngine/mapWebSocketToCoreMessage.ts'
import type { WebSocketMessage } from '../../../src/backends/chatEngine/schema.ts'
import { ConversationError } from '../../../src/domain/errors.ts'

interface Fixture {
  readonly event: string
  readonly payload: Record<string, unknown>
}
const fixtures = JSON.parse(
  readFileSync(new URL('../../fixtures/chatengine.json', import.meta.url), 'utf8'),
) as readonly Fixture[]
const [inbound, outbound, , , conversation] = fixtures
const decodeFixture = (fixture: Fixture | undefined, changes: object = {}) =>
  decode({ name: fixture?.event ?? '', payload: { ...fixture?.payload, ...changes } })[0]

describe('decode', () => {
  it.each(fixtures.map((fixture, position) => [position, fixture.event, fixture] as const))(
    'reads fixture %i, a %s',
    (_, event, fixture) => {
      const events = decode({ name: event, payload: fixture.payload })
      expect(events).toHaveLength(1)
      expect(events[0]?.type).not.toBe('frame.rejected')
    },
  )

  it('takes a phone number or a JID for the customer and anything else for this side', () => {
    const directionOf = (senderId: string) => {
      const event = decodeFixture(inbound, { senderId })
      return event?.type === 'message.received' ? event.message.direction : null
    }
    for (const contact of [
      '5511988887777',
      '+5511988887777',
      '5511988887777@s.whatsapp.net',
      '120363@g.us',
      '77@lid',
    ]) {
      expect(directionOf(contact)).toBe('inbound')
    }
    for (const own of ['me', 'system', '6ae9ebac-1d2f-4f0e-9d53-3f1f6d0f4a11', 'user-17', '42']) {
      expect(directionOf(own)).toBe('outbound')
    }
  })

  it('reads a file as a document with its attachment, its client id and a status of its own', () => {
    expect(decodeFixture(outbound)).toMatchObject({
      type: 'message.received',
      message: {
        type: 'document',
        status: 'pending',
        clientId: 'c0ffee00-0000-4000-8000-000000000001',
        attachments: [
          {
            url: 'https://cdn.example.com/tabela.pdf',
            filename: 'tabela.pdf',
            sizeBytes: 48_213,
            mimeType: 'application/pdf',
          },
        ],
        createdAt: '2025-01-14T12:00:41.007Z',
      },
    })
  })

  it('shows a type it does not know instead of losing the message', () => {
    expect(decodeFixture(inbound, { type: 'hologram' })).toMatchObject({ message: { type: 'unsupported' } })
  })

  it('does not mention what a base conversation leaves out', () => {
    const event = decodeFixture(conversation)
    expect(event).toMatchObject({ type: 'conversation.changed', patch: { contact: { name: 'Maria Souza' } } })
    for (const field of ['unreadCount', 'assigneeId', 'stageId', 'status', 'labels']) {
      expect(event).not.toHaveProperty(['patch', field])
    }
  })

  it('rejects with the field and the rule, never the value', () => {
    const secret = 'what a customer wrote'
    expect(decodeFixture(inbound, { conversationId: { text: secret } })).toEqual({
      type: 'frame.rejected',
      name: 'message',
      reason: 'conversationId: expected string',
      isKnown: true,
    })
    expect(decodeFixture(inbound, { createdAt: 'yesterday' })).toMatchObject({ reason: 'createdAt: not a time' })
  })

  it('rejects an event it does not know, and says so', () => {
    expect(decode({ name: 'message:new', payload: {} })).toMatchObject([{ type: 'frame.rejected', isKnown: false }])
    expect(decode({ name: '__proto__', payload: {} })).toMatchObject([{ type: 'frame.rejected', isKnown: false }])
  })

  it('rejects ten megabytes and endless nesting without reading them', () => {
    const nested = JSON.parse('['.repeat(5000) + ']'.repeat(5000)) as unknown
    for (const metadata of [{ note: 'x'.repeat(10_000_000) }, { nested }]) {
      expect(decodeFixture(inbound, { metadata })).toMatchObject({ type: 'frame.rejected', reason: 'too large' })
    }
  })

  it('never throws, never pollutes, and answers every mutation with an event or a rejection', () => {
    const junk = fc.oneof(
      fc.jsonValue(),
      fc.constant('x'.repeat(100_000)),
      fc.constant(JSON.parse('{"__proto__":{"polluted":true}}')),
    )
    const mutation = fc.record({
      fixture: fc.constantFrom(...fixtures),
      path: fc.nat(),
      action: fc.constantFrom('drop', 'replace', 'add'),
      junk,
    })
    fc.assert(
      fc.property(mutation, ({ fixture, path, action, junk: value }) => {
        const payload = JSON.parse(JSON.stringify(fixture.payload)) as Record<string, unknown>
        const keys = Object.keys(payload)
        const key = keys[path % keys.length] ?? 'id'
        if (action === 'drop') delete payload[key]
        else payload[action === 'add' ? '__proto__x' : key] = value
        const events = decode({ name: fixture.event, payload })
        expect(events).toHaveLength(1)
        expect({}).not.toHaveProperty('polluted')
      }),
      { numRuns: 3000 },
    )
  })
})

describe('mapWebSocketToCoreMessage', () => {
  it('makes messages of which none can be changed through another', () => {
    const map = () => mapWebSocketToCoreMessage(inbound?.payload as WebSocketMessage)
    expect(() => (map().reactions as unknown[]).push('mine')).toThrow(TypeError)
    expect(map().reactions).toEqual([])
  })

  it('maps a message as the socket brings it', () => {
    expect(mapWebSocketToCoreMessage(inbound?.payload as WebSocketMessage)).toMatchObject({
      id: '8c406dc8-fa6b-4337-b99e-d7682b570f83',
      direction: 'inbound',
      externalId: 'wamid.HBgNNTUxMTk4ODg4Nzc3NxUCABIYFDNB',
    })
  })

  it('names the field of what is no message', () => {
    const broken = { ...inbound?.payload, id: 7 } as unknown as WebSocketMessage
    expect(() => mapWebSocketToCoreMessage(broken)).toThrow(
      expect.objectContaining({ constructor: ConversationError, code: 'invalid_payload', field: 'id' }),
    )
  })
})
