import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { decode } from '../../../src/backends/chatEngine/decode.ts'
import { toMessage } from '../../../src/backends/chatEngine/mapWebSocketToCoreMessage.ts'
import { WebSocketMessageSchema, WebSocketMessageStatusSchema } from '../../../src/backends/chatEngine/schema.ts'
import { isUsualMessage, isUsualStatus } from '../../../src/backends/chatEngine/usualFrames.ts'

const RUNS = 5_000
const text = (length: number) => 'x'.repeat(length)
/** What stands on either side of every rule. */
const edge = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, '', 'a', 0, Number.NaN, true, false, [], {}, [{}], [null]),
  fc.constantFrom(text(512), text(513), text(200_000), text(200_001), '5511988887777', '2026-02-30T00:00:00Z'),
  fc.constantFrom('sending', 'read', 'received', 'seen', 'contact', 'bot', 'nobody'),
  fc
    .constantFrom(1_000, 1_001)
    .map((count) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]))),
  fc
    .constantFrom(
      '{"__proto__":{"providerMessageId":"w"}}',
      '{"constructor":1,"clientMessageId":"c"}',
      '{"prototype":{}}',
      '{"clientMessageId":"c","providerMessageId":7}',
    )
    .map((json): unknown => JSON.parse(json)),
  fc.jsonValue(),
)
const MESSAGE = {
  id: 'message-1',
  workspaceId: 'workspace-1',
  conversationId: 'conversation-1',
  senderId: '5511988887777',
  type: 'text',
  content: 'Bom dia!',
  replyToMessageId: 'message-0',
  attachments: [] as readonly unknown[],
  status: 'sent',
  metadata: { providerMessageId: 'wamid.1' },
  createdAt: '2026-01-05T12:00:00.000Z',
  updatedAt: '2026-01-05T12:00:01Z',
  deletedAt: null,
  editedAt: null,
  sender: { type: 'user', id: 'user-1', name: 'Ana' },
  isPrivate: false,
  error: null,
}
const STATUS = { messageId: 'message-1', status: 'read', conversationId: 'conversation-1', error: null }

/** The frame with some fields changed, left out or added, in it and in the objects in it. */
const changed = (frame: object) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.constantFrom(...Object.keys(frame), 'extra'), edge), { maxLength: 3 }),
      fc.subarray(
        Object.keys(frame).filter((key) => !/^(id|messageId|conversationId|senderId|type|status|createdAt)$/.test(key)),
      ),
      fc.option(fc.tuple(fc.constantFrom('type', 'id', 'name', 'extra'), edge)),
    )
    .map(([changes, left, within]): unknown => {
      const next: Record<string, unknown> = { ...frame, ...Object.fromEntries(changes) }
      for (const key of left) Reflect.deleteProperty(next, key)
      const { sender } = next
      if (within !== null && typeof sender === 'object' && sender !== null) {
        next['sender'] = { ...sender, [within[0]]: within[1] }
      }
      return next
    })
const whole = fc.oneof({ arbitrary: changed(MESSAGE), weight: 8 }, { arbitrary: changed(STATUS), weight: 3 }, edge)

describe('a frame that is seen to be usual at a glance', () => {
  it('is what the schema accepts, and the same message', () => {
    let usual = 0
    let accepted = 0
    fc.assert(
      fc.property(whole, fc.constantFrom(null, '5511988887777'), (payload, userId) => {
        const parsed = v.safeParse(WebSocketMessageSchema, payload)
        if (parsed.success) accepted += 1
        if (!isUsualMessage(payload)) return
        usual += 1
        expect(parsed.issues).toBeUndefined()
        if (parsed.success) expect(toMessage(payload, userId)).toStrictEqual(toMessage(parsed.output, userId))
      }),
      { numRuns: RUNS },
    )
    // Most of what is accepted has neither attachments nor an error.
    expect(usual).toBeGreaterThan(accepted * 0.8)
    expect(accepted).toBeGreaterThan(RUNS / 8)
  }, 60_000)

  it('is the same receipt', () => {
    let usual = 0
    fc.assert(
      fc.property(whole, (payload) => {
        if (!isUsualStatus(payload)) return
        usual += 1
        const parsed = v.safeParse(WebSocketMessageStatusSchema, payload)
        expect(parsed.issues).toBeUndefined()
        // What the schema made anew is read by the same rules.
        const [event] = decode({ name: 'messageStatus', payload })
        expect(event).toStrictEqual(decode({ name: 'messageStatus', payload: parsed.output })[0])
        expect(event).toMatchObject({ reference: payload.messageId, conversationId: payload.conversationId ?? null })
      }),
      { numRuns: RUNS },
    )
    expect(usual).toBeGreaterThan(RUNS / 50)
  }, 60_000)

  it('is nothing that is refused, and a field that is wrong is named as before', () => {
    const reasonOf = (changes: object) => decode({ name: 'message', payload: { ...MESSAGE, ...changes } })[0]
    expect(reasonOf({ senderId: text(513) })).toMatchObject({ reason: 'senderId: expected <=512' })
    expect(reasonOf({ sender: { type: 'nobody' } })).toMatchObject({
      reason: 'sender.type: expected ("contact" | "user" | "bot" | "system")',
    })
    expect(reasonOf({ createdAt: 'now' })).toMatchObject({ reason: 'createdAt: not a time' })
    expect(reasonOf({ extra: text(1_000_000) })).toMatchObject({ reason: 'too large' })
  })
})
