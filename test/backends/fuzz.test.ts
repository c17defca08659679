import { readFileSync } from 'node:fs'
import { QueryClient } from '@tanstack/query-core'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { decode as decodeChatEngine } from '../../src/backends/chatEngine/decode.ts'
import { decode as decodePyTake } from '../../src/backends/pyTake/decode.ts'
import { createDecoder } from '../../src/backends/supabase/decode.ts'
import { createRowMemory } from '../../src/backends/supabase/rowMemory.ts'
import { resolveTables } from '../../src/backends/supabase/tables.ts'
import { decode as decodeKanban } from '../../src/backends/whatsAppKanban/decode.ts'
import { createCacheWriter } from '../../src/cache/cacheWriter.ts'
import { conversationKeys } from '../../src/cache/keys.ts'
import { toMessageData } from '../../src/cache/shareMessages.ts'
import type { DomainEvent } from '../../src/domain/events.ts'
import { createEventPipeline } from '../../src/sync/eventPipeline.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import type { Frame } from '../../src/transports/transport.ts'
import { conversationRow, migratedConversationRow, migratedMessageRow } from './supabase/supabaseRows.ts'

/** How many mutated frames each dialect is given; `FUZZ_RUNS` for more. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 10_000)

const readFixtures = (name: string): readonly Frame[] => {
  const text = readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')
  const fixtures = JSON.parse(text) as readonly { readonly event: string; readonly payload: unknown }[]
  return fixtures.map(({ event, payload }) => ({ name: event, payload }))
}

const supabaseFrames: readonly Frame[] = [
  ...[migratedMessageRow, migratedConversationRow, conversationRow].flatMap((row) => {
    const name = 'unread_count' in row ? 'conversations' : 'messages'
    const base = { errors: null, commitTimestamp: '2026-11-21T04:00:00.000Z' }
    return [
      { name, payload: { ...base, eventType: 'INSERT', new: row, old: {} } },
      { name, payload: { ...base, eventType: 'UPDATE', new: row, old: { id: row.id } } },
      { name, payload: { ...base, eventType: 'DELETE', new: {}, old: { id: row.id } } },
    ]
  }),
  { name: 'typing', payload: { conversationId: 'c', userId: 'u', userName: 'Ana', isTyping: true } },
  { name: 'session', payload: { userId: 'u', userName: 'Ana', tokenExpiresAt: null } },
]
const memory = { messages: createRowMemory(), conversations: createRowMemory() }

const DIALECTS: readonly (readonly [string, readonly Frame[], (frame: Frame) => readonly DomainEvent[]])[] = [
  ['ChatEngine', readFixtures('chatengine'), (frame) => decodeChatEngine(frame)],
  ['PyTake', readFixtures('pytake'), (frame) => decodePyTake(frame)],
  ['WhatsApp Kanban', readFixtures('whatsapp-kanban'), (frame) => decodeKanban(frame)],
  ['Supabase', supabaseFrames, createDecoder({ tables: resolveTables({ preset: 'migrated' }), ...memory })],
]

const Time = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/))
const Text = v.nullable(v.string())
const Id = v.pipe(v.string(), v.minLength(1))
/** What must be so of an event, or a list would show nonsense. */
const WellFormed = v.variant('type', [
  v.object({
    type: v.literal('message.received'),
    message: v.object({
      id: Id,
      conversationId: Id,
      clientId: Text,
      direction: v.picklist(['inbound', 'outbound']),
      sender: v.object({ type: v.picklist(['contact', 'user', 'bot', 'system']), id: Text, name: Text }),
      type: Id,
      text: Text,
      attachments: v.array(v.object({ url: Text, filename: Text, mimeType: Text, sizeBytes: v.nullable(v.number()) })),
      location: v.nullable(v.object({ latitude: v.number(), longitude: v.number(), name: Text })),
      status: v.picklist(['pending', 'sent', 'delivered', 'read', 'failed']),
      error: v.nullable(v.object({ code: v.string(), message: v.string() })),
      externalId: Text,
      createdAt: Time,
      updatedAt: v.nullable(Time),
      deletedAt: v.nullable(Time),
    }),
  }),
  v.object({
    type: v.literal('message.statusChanged'),
    reference: Id,
    status: v.picklist(['pending', 'sent', 'delivered', 'read', 'failed']),
  }),
  v.object({
    type: v.literal('conversation.changed'),
    patch: v.object({
      id: Id,
      contact: v.optional(v.object({ id: Text, name: Text, phone: Text, avatarUrl: Text })),
      unreadCount: v.optional(v.number()),
      labels: v.optional(v.array(v.string())),
      lastMessageAt: v.optional(v.nullable(Time)),
      lastMessagePreview: v.optional(Text),
    }),
  }),
  v.object({
    type: v.literal('typing.changed'),
    conversationId: Id,
    participant: v.object({ id: Id }),
    isTyping: v.boolean(),
  }),
  v.object({ type: v.picklist(['presence.changed', 'presence.listed']) }),
  v.object({ type: v.literal('session.started'), userId: Text, capabilities: v.array(v.string()) }),
  v.object({ type: v.literal('session.tokenExpiring'), expiresAt: v.nullable(Time) }),
  v.object({ type: v.literal('session.failed'), code: v.string(), message: v.string() }),
  v.object({ type: v.literal('frame.rejected'), name: v.string(), reason: Id, isKnown: v.boolean() }),
])

const nest = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))
const junk = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(null, undefined, Number.NaN, Infinity, -1, '', 0, [], {}, true),
  fc.constantFrom('x'.repeat(100_000), '\u0000', '2026-02-30T00:00:00Z', 'now', '__proto__', '9'.repeat(400)),
  fc.constantFrom(20, 40, 3_000).map(nest),
  fc.constantFrom<unknown>(
    JSON.parse('{"__proto__":{"polluted":true}}'),
    JSON.parse('{"constructor":{"prototype":{"polluted":true}}}'),
    JSON.parse('{"toString":1,"hasOwnProperty":2,"length":-1}'),
  ),
)
const mutation = fc.record({
  fixture: fc.nat(),
  steps: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
  action: fc.constantFrom('drop', 'replace', 'add', 'proto', 'whole'),
  value: junk,
})

/** What a frame costs: the best of five where the first took longer, for what else the machine does is not its cost. */
function measure(decode: (frame: Frame) => readonly DomainEvent[], frame: Frame) {
  let bestMs = Infinity
  let events: readonly DomainEvent[] = []
  for (let round = 0; round < 5 && bestMs >= 1; round += 1) {
    const startedAt = performance.now()
    events = decode(frame)
    bestMs = Math.min(bestMs, performance.now() - startedAt)
  }
  return { bestMs, events }
}

/** A copy with one thing changed somewhere in it. */
function mutate(
  payload: unknown,
  { steps, action, value }: { steps: readonly number[]; action: string; value: unknown },
) {
  if (action === 'whole') return value
  const copy = structuredClone(payload)
  let node: unknown = copy
  for (const [depth, step] of steps.entries()) {
    if (typeof node !== 'object' || node === null) break
    const record = node as Record<string, unknown>
    const keys = Object.keys(record)
    const key = keys[step % Math.max(1, keys.length)] ?? 'id'
    const child = record[key]
    if (depth < steps.length - 1 && typeof child === 'object' && child !== null) {
      node = child
      continue
    }
    if (action === 'drop') delete record[key]
    else if (action === 'replace') record[key] = value
    else Object.defineProperty(record, action === 'proto' ? '__proto__' : `${key}x`, { value, enumerable: true })
    break
  }
  return copy
}

describe.each(DIALECTS)('%s’s dialect', (_, fixtures, decode) => {
  it('reads every fixture', () => {
    for (const fixture of fixtures) {
      for (const event of decode(fixture)) {
        expect(event.type).not.toBe('frame.rejected')
        expect(v.safeParse(WellFormed, event).issues).toBeUndefined()
      }
    }
  })

  it(`makes an event or a rejection of ${RUNS} mutated frames: no throw, no change to the list, under a millisecond`, async () => {
    const queryClient = new QueryClient()
    const writer = createCacheWriter(queryClient, 'scope')
    const page = { messages: [buildMessage({ conversationId: 'c' })], nextCursor: null, aside: [] }
    queryClient.setQueryData(
      conversationKeys.thread('scope', 'c'),
      toMessageData({ pages: [page], pageParams: [null] }),
    )
    const inbox = { pages: [{ conversations: [buildConversation({ id: 'c' })], hasMore: false }], pageParams: [0] }
    queryClient.setQueryData(conversationKeys.list('scope', {}), inbox)
    const pipeline = createEventPipeline({ writer, isWatched: () => true, onIncomplete: () => {}, onMessage: () => {} })
    const shown = () => [writer.getMessages('c'), queryClient.getQueryData(conversationKeys.list('scope', {}))]
    const before = shown()
    let slowestMs = 0
    let rejected = 0

    fc.assert(
      fc.property(mutation, ({ fixture, ...change }) => {
        const { name, payload } = fixtures[fixture % fixtures.length] ?? { name: '', payload: null }
        const frame = { name, payload: mutate(payload, change) }
        const { events, bestMs } = measure(decode, frame)
        slowestMs = Math.max(slowestMs, bestMs)
        for (const event of events) {
          const { issues } = v.safeParse(WellFormed, event)
          if (issues !== undefined) throw new Error(`${v.getDotPath(issues[0]) ?? ''}: ${issues[0].message}`)
        }
        if (events.some(({ type }) => type === 'frame.rejected')) {
          rejected += 1
          pipeline.push(events)
        }
        if ('polluted' in {}) throw new Error('the prototype of everything was written to')
      }),
      { numRuns: RUNS },
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(shown().map((data, position) => data === before[position])).toEqual([true, true])
    // Mutations that hit nothing would prove nothing.
    expect(rejected).toBeGreaterThan(RUNS / 10)
    expect(slowestMs).toBeLessThan(1)
  }, 60_000)
})

const toObject = (count: number): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, number) => [`key ${number}`, number]))
const toList = (count: number) => Array.from({ length: count }, (_, number) => `item ${number}`)
type Place = 'metadata' | 'labels' | 'unheard of'
/** Where each dialect lets a server say as much as it likes. */
const PLACES: Readonly<Record<string, Readonly<Partial<Record<Place, (value: object) => Frame>>>>> = {
  ChatEngine: {
    metadata: (metadata) => ({ name: 'message', payload: { ...find('ChatEngine', 'message'), metadata } }),
    labels: (labels) => ({ name: 'conversation', payload: { ...find('ChatEngine', 'conversation'), labels } }),
    'unheard of': (more) => ({ name: 'message', payload: { ...find('ChatEngine', 'message'), ...more } }),
  },
  PyTake: {
    'unheard of': (more) => ({ name: 'message:new', payload: { ...find('PyTake', 'message:new'), ...more } }),
  },
  'WhatsApp Kanban': {
    metadata: (metadata) => toKanban({ metadata }),
    labels: (labels) => ({ name: 'conversation:updated', payload: { conversationId: 'c', updates: { labels } } }),
    'unheard of': (more) => toKanban(more),
  },
  Supabase: {
    metadata: (metadata) => toInsert('messages', { ...migratedMessageRow, metadata }),
    labels: (labels) => toInsert('conversations', { ...migratedConversationRow, labels }),
    'unheard of': (more) => toInsert('messages', { ...migratedMessageRow, ...more }),
  },
}
const EXCESSES: readonly (readonly [Place, number, (count: number) => object])[] = [
  ['metadata', 2_900, toObject],
  ['metadata', 60_000, toObject],
  ['unheard of', 2_900, toObject],
  ['unheard of', 60_000, toObject],
  ['labels', 15_000, toList],
  ['labels', 50_000, toList],
  ['labels', 90_000, toList],
]

function find(dialect: string, name: string): Record<string, unknown> {
  const frames = DIALECTS.find(([each]) => each === dialect)?.[1]
  return frames?.find((frame) => frame.name === name)?.payload as Record<string, unknown>
}

function toKanban(changes: object): Frame {
  const payload = find('WhatsApp Kanban', 'message:new')
  return { name: 'message:new', payload: { ...payload, message: { ...(payload['message'] as object), ...changes } } }
}

function toInsert(name: string, row: object): Frame {
  const commitTimestamp = '2026-11-21T04:00:00.000Z'
  return { name, payload: { eventType: 'INSERT', new: row, old: {}, errors: null, commitTimestamp } }
}

describe.each(DIALECTS)('%s’s dialect, of a server that says far too much', (dialect, _, decode) => {
  const excesses = EXCESSES.flatMap(([place, count, toValue]) => {
    const frame = PLACES[dialect]?.[place]?.(toValue(count))
    return frame === undefined ? [] : [[place, count, frame] as const]
  })

  it.each(excesses)('%s of %i: read or refused in under a millisecond, or too large', (_place, count, frame) => {
    const { bestMs, events } = measure(decode, JSON.parse(JSON.stringify(frame)) as Frame)
    if (count > 15_000) expect(events).toMatchObject([{ type: 'frame.rejected', reason: 'too large' }])
    else expect(bestMs).toBeLessThan(1)
  })
})
