import * as v from 'valibot'
import type { DomainEvent } from '../../domain/events.ts'
import { toIsoTimestamp } from '../../lib/isoTimestamp.ts'
import { isHeavierThan } from '../../lib/weigh.ts'
import type { Frame } from '../../transports/transport.ts'
import { toCapabilities } from './capabilities.ts'
import { listMissing, readConversationRow, readMessageRow, type Row } from './rows.ts'
import type { RowMemory } from './rowMemory.ts'
import { toPresences } from './presences.ts'
import { ChangePayload, PresenceState, SessionPayload, TypingPayload } from './frameSchema.ts'
import type { SupabaseTables } from './tables.ts'

/** Characters and nodes; Realtime itself cuts records off at a megabyte. */
const HEAVIEST_PAYLOAD = 1_500_000

export interface DecoderOptions {
  readonly tables: SupabaseTables
  /** The messages seen last, as rows. */
  readonly messages: RowMemory
  /** The conversations whose contact is known, as rows. */
  readonly conversations: RowMemory
}

/** What clients say to each other: whatever is wrong with it, no message can be missing. */
const HINTS: ReadonlySet<string> = new Set(['typing', 'presence'])

type Change = v.InferOutput<typeof ChangePayload>
/** Events, or why there are none. */
type Outcome = readonly DomainEvent[] | string

/** Makes the decoder of a session. It never throws; what it cannot read becomes `frame.rejected`, and is fetched instead. */
export function createDecoder(options: DecoderOptions): (frame: Frame) => readonly DomainEvent[] {
  let userId: string | null = null
  const decoders: ReadonlyMap<string, (payload: unknown) => Outcome> = new Map([
    ['messages', decoder(ChangePayload, (change) => decodeMessage(change, options))],
    ['conversations', decoder(ChangePayload, (change) => decodeConversation(change, options))],
    ['typing', decoder(TypingPayload, decodeTyping)],
    ['presence', decoder(PresenceState, (state) => [{ type: 'presence.listed', presences: toPresences(state) }])],
    [
      'session',
      decoder(SessionPayload, (session) => {
        if (userId !== null && session.userId !== userId) forgetAll(options)
        userId = session.userId
        return decodeSession(session, options.tables)
      }),
    ],
  ])
  return ({ name, payload }) => {
    const decode = decoders.get(name)
    if (decode === undefined) return [{ type: 'frame.rejected', name, reason: 'unknown event', isKnown: false }]
    const outcome = isHeavierThan(payload, HEAVIEST_PAYLOAD) ? 'too large' : decode(payload)
    if (typeof outcome !== 'string') return outcome
    return [{ type: 'frame.rejected', name, reason: outcome, isKnown: !HINTS.has(name) }]
  }
}

/** What the previous user has seen is nothing to the next one. */
function forgetAll({ messages, conversations }: DecoderOptions): void {
  messages.clear()
  conversations.clear()
}

function decodeMessage(change: Change, { tables, messages }: DecoderOptions): Outcome {
  const { columns } = tables.messages
  const id = readId(change, columns.id)
  if (change.eventType === 'DELETE')
    return id === null ? 'id: expected string' : decodeDeletion(id, change, tables, messages)
  const flaw = findFlaw(change)
  if (flaw !== null) return flaw
  const known = id === null || change.eventType === 'INSERT' ? undefined : messages.get(id)
  // A large value that did not change is not in the record: what is known of it still holds.
  const row: Row = { ...known, ...change.new }
  const [missing] = listMissing(row, columns)
  if (missing !== undefined) return `${missing}: left out`
  const { value: message, reason } = readMessageRow(row, tables)
  if (message === null) return reason
  messages.keep(message.id, row)
  return [{ type: 'message.received', message }]
}

/**
 * A row that is gone for good is shown as deleted. Realtime tells everybody of every deletion, of other workspaces too,
 * with nothing but the id: what was never seen here is somebody else's.
 */
function decodeDeletion(id: string, change: Change, tables: SupabaseTables, messages: RowMemory): Outcome {
  const row = messages.get(id)
  const { value: message } = row === undefined ? { value: null } : readMessageRow(row, tables)
  if (message === null) return []
  messages.forget(id)
  const deletedAt = toIsoTimestamp(change.commitTimestamp) ?? message.updatedAt ?? message.createdAt
  return [{ type: 'message.received', message: { ...message, deletedAt, updatedAt: deletedAt } }]
}

function decodeConversation(change: Change, { tables, conversations }: DecoderOptions): Outcome {
  const { columns } = tables.conversations
  const id = readId(change, columns.id)
  if (id === null) return 'id: expected string'
  // The list has no word for a conversation that is gone; it is left out when the list is read again.
  if (change.eventType === 'DELETE') return []
  const isWhole = findFlaw(change) === null && listMissing(change.new, columns).length === 0
  // An event that does not mention the contact is completed by a request.
  if (!isWhole) return [{ type: 'conversation.changed', patch: { id } }]
  const { value: patch, reason } = readConversationRow(change.new, tables)
  if (patch === null) return reason
  const known = conversations.get(id)
  const { contactId } = columns
  const isSameContact =
    known !== undefined && 'contact' in known && (contactId === null || known[contactId] === change.new[contactId])
  // Nothing but its time has changed: then it was the contact, which has a table of its own.
  const isContactKnown = isSameContact && !isSameBut(known, change.new, columns, columns.updatedAt)
  const row = isContactKnown ? { ...known, ...change.new } : change.new
  conversations.keep(id, row)
  return [{ type: 'conversation.changed', patch: readConversationRow(row, tables).value ?? patch }]
}

function decodeTyping({ conversationId, userId, userName, isTyping }: v.InferOutput<typeof TypingPayload>): Outcome {
  return [
    {
      type: 'typing.changed',
      conversationId,
      participant: { type: 'user', id: userId, name: userName },
      isTyping,
    },
  ]
}

function decodeSession(session: v.InferOutput<typeof SessionPayload>, tables: SupabaseTables): Outcome {
  return [
    {
      type: 'session.started',
      userId: session.userId,
      userName: session.userName,
      serverTime: null,
      tokenExpiresAt: toIsoTimestamp(session.tokenExpiresAt),
      capabilities: toCapabilities(tables, session),
    },
  ]
}

/** `errors`: too large (413), no primary key (400), not allowed (401); the record is cut down to its small values. */
function findFlaw({ errors }: Change): string | null {
  return errors === null || errors.length === 0 ? null : 'errors: the record is not whole'
}

function readId(change: Change, column: string): string | null {
  const row = change.eventType === 'DELETE' ? change.old : change.new
  const id = Object.hasOwn(row, column) ? row[column] : null
  const isId = (typeof id === 'string' && id !== '') || Number.isFinite(id)
  return isId ? String(id) : null
}

function isSameBut(known: Row, next: Row, columns: Readonly<Record<string, string | null>>, except: string | null) {
  return Object.values(columns).every(
    (name) => name === null || name === except || JSON.stringify(known[name]) === JSON.stringify(next[name]),
  )
}

function decoder<Schema extends v.GenericSchema>(
  schema: Schema,
  toOutcome: (wire: v.InferOutput<Schema>) => Outcome,
): (payload: unknown) => Outcome {
  return (payload) => {
    const parsed = v.safeParse(schema, payload, { abortEarly: true })
    if (parsed.success) return toOutcome(parsed.output)
    const [issue] = parsed.issues
    return `${v.getDotPath(issue) ?? 'payload'}: expected ${issue.expected ?? 'something else'}`
  }
}
