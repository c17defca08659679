/** The same seeded burst for everybody: what is there, what comes, and what must be on screen afterwards. */
import { toMessage } from '../../../src/backends/chatEngine/mapWebSocketToCoreMessage.ts'
import { WebSocketMessageSchema, type WebSocketMessage } from '../../../src/backends/chatEngine/schema.ts'
import * as v from 'valibot'
import type { DeliveryStatus } from '../../../src/domain/deliveryStatus.ts'
import type { Message } from '../../../src/domain/message.ts'
import type { Frame } from '../../../src/transports/transport.ts'
import { createRandom } from '../../helpers/random.ts'
import type { ListEvent } from './listRules.ts'

export const CONVERSATION = 'conversation-1'
export const BURST = 1_000

/** What happens, as an application without a library would have it from its socket: checked and decoded already. */
export type BenchEvent = ListEvent<Message>

export interface BenchInput {
  /** Oldest first. */
  readonly history: readonly Message[]
  readonly events: readonly BenchEvent[]
  /** The same as they come over the wire. */
  readonly frames: readonly Frame[]
  readonly truth: readonly ListedMessage[]
}

export interface ListedMessage {
  readonly id: string
  readonly status: string
}

const START = Date.UTC(2026, 0, 5, 12)
const LADDER: readonly DeliveryStatus[] = ['pending', 'sent', 'delivered', 'read']
/** Receipts and late messages are of the last so many. */
const RECENT = 40

/** `size` messages are there; then 1,000 events: 80 % new, 15 % receipts, 2 % replays, 2 % late, 1 % stale receipts. */
export function createInput(size: number, seed = 7): BenchInput {
  const random = createRandom(seed)
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
  const wires = Array.from({ length: size }, (_, index) => toWire(`h${index}`, START + index * 1_000, index))
  const truth = new Map<string, { readonly at: string; status: DeliveryStatus }>(
    wires.map(({ id, createdAt }) => [id, { at: createdAt, status: 'sent' }]),
  )
  const recent = wires.slice(-RECENT)
  const frames: Frame[] = []
  const events: BenchEvent[] = []
  let now = START + size * 1_000

  const tell = (wire: WebSocketMessage) => {
    frames.push({ name: 'message', payload: wire })
    events.push({ type: 'message', message: decode(wire) })
    if (!truth.has(wire.id)) truth.set(wire.id, { at: wire.createdAt, status: 'sent' })
  }
  const tellStatus = (id: string, status: DeliveryStatus) => {
    frames.push({ name: 'messageStatus', payload: { messageId: id, status, conversationId: CONVERSATION } })
    events.push({ type: 'status', id, status })
    const known = truth.get(id)
    if (known !== undefined && LADDER.indexOf(status) > LADDER.indexOf(known.status)) known.status = status
  }
  const kinds = shuffle(
    [...many('new', 800), ...many('status', 150), ...many('replay', 20), ...many('late', 20)],
    random,
  )
  for (const [index, kind] of [...kinds, ...many('stale', 10)].entries()) {
    const known = pick(recent)
    if (kind === 'new' || kind === 'late') {
      now += 1_000
      const wire = toWire(
        `${kind}${index}`,
        kind === 'new' ? now : now - 500 - Math.floor(random() * 30) * 1_000,
        index,
      )
      tell(wire)
      recent.push(wire)
      if (recent.length > RECENT) recent.shift()
    } else if (kind === 'replay') tell(known)
    else if (kind === 'status') tellStatus(known.id, pick(['delivered', 'read'] as const))
    else tellStatus(pickId(truth, ['delivered', 'read']) ?? known.id, 'sent')
  }
  const listed = [...truth].toSorted(([a, { at: atA }], [b, { at: atB }]) => compare(atA, atB) || compare(a, b))
  return {
    history: wires.map(decode),
    events,
    frames,
    truth: listed.map(([id, { status }]) => ({ id, status })),
  }
}

/** What is wrong with a list; `null` when it is what it must be. */
export function findFault(list: readonly ListedMessage[], truth: readonly ListedMessage[]): string | null {
  const expected = new Map(truth.map(({ id, status }, index) => [id, { status, index }]))
  const seen = new Set(list.map(({ id }) => id))
  const faults = {
    twice: list.length - seen.size,
    missing: truth.filter(({ id }) => !seen.has(id)).length,
    'out of order': list.filter(({ id }, index) => truth[index]?.id !== id).length,
    'wrong status': list.filter(({ id, status }) => expected.get(id)?.status !== status).length,
  }
  // Everything behind one that is there twice or missing is in another place: then order says nothing.
  if (faults.twice + faults.missing > 0) faults['out of order'] = 0
  const found = Object.entries(faults).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []))
  return found.length > 0 ? found.join(', ') : null
}

function toWire(id: string, at: number, index: number): WebSocketMessage {
  return {
    id: `${id}-4b1d-8f0e`,
    workspaceId: 'demo',
    conversationId: CONVERSATION,
    senderId: 'user-1',
    sender: { type: 'user', id: 'user-1', name: 'Ana' },
    type: 'text',
    content: `Message number ${index}: ${'how are you today? '.repeat(1 + (index % 5))}`,
    status: 'sent',
    metadata: { providerMessageId: `wamid.${id}` },
    createdAt: new Date(at).toISOString(),
    updatedAt: new Date(at).toISOString(),
  }
}

function decode(wire: WebSocketMessage): Message {
  const message = toMessage(v.parse(WebSocketMessageSchema, wire))
  if (message === null) throw new Error('the input has no time')
  return message
}

function pickId(
  truth: ReadonlyMap<string, { readonly status: DeliveryStatus }>,
  statuses: readonly DeliveryStatus[],
): string | undefined {
  return [...truth].findLast(([, { status }]) => statuses.includes(status))?.[0]
}

const many = <Word extends string>(word: Word, count: number): readonly Word[] =>
  Array.from({ length: count }, () => word)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function shuffle<Item>(items: Item[], random: () => number): readonly Item[] {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1))
    const [a, b] = [items[index], items[other]] as [Item, Item]
    items[index] = b
    items[other] = a
  }
  return items
}
