import type { DeliveryStatus } from '../domain/deliveryStatus.ts'
import type { MessageId } from '../domain/ids.ts'
import { applyStatus, mergeMessage } from '../domain/mergeMessage.ts'
import { compareMessages, isUnsent, type Message, type MessageError } from '../domain/message.ts'
import { isMerged, markMerged, type MessageData, type MessagePage } from './messageData.ts'
import { mergeSorted, splitPage, swapMessages } from './pages.ts'
import { getThreadIndex, moveThreadIndex, type ThreadIndex } from './threadIndex.ts'

export interface StatusChange {
  /** The message's id or its `externalId`. */
  readonly reference: MessageId
  readonly status: DeliveryStatus
  readonly error: MessageError | null
}

/** What is to be done to a conversation, in one go. */
export interface MessageChanges {
  readonly upserts?: readonly Message[]
  readonly statuses?: readonly StatusChange[]
  /** Optimistic messages that were discarded. */
  readonly removals?: readonly MessageId[]
}

/** What each touched id was before; `null` for one that was not there. */
type Before = Map<MessageId, Message | null>

const ASIDE_LIMIT = 200

/**
 * Applies changes to a conversation. Pure to the outside; costs the changes and the pages they touch, not the history.
 * Untouched messages and pages keep their identity, and the same data comes back when nothing changed.
 */
export function changeMessages(data: MessageData, changes: MessageChanges): MessageData {
  const index = getThreadIndex(data)
  const before: Before = new Map()
  for (const report of changes.upserts ?? []) upsert(index, before, report)
  for (const { reference, status, error } of changes.statuses ?? []) {
    const known = index.find(reference)
    if (known) put(index, before, known, applyStatus(known, status, error))
  }
  for (const id of changes.removals ?? []) {
    const known = index.byId.get(id)
    if (known) drop(index, before, known)
  }
  return before.size === 0 ? data : rebuild(data, before, index)
}

function upsert(index: ThreadIndex, before: Before, incoming: Message): void {
  const known = index.byId.get(incoming.id) ?? null
  const own = incoming.clientId === null ? undefined : index.find(incoming.clientId)
  const isOther = own !== undefined && own.id !== incoming.id
  const isEcho = isOther && isUnsent(own)
  // A confirmed message holds the client id already: a server has sent it twice.
  const report = isOther && !isEcho ? { ...incoming, clientId: null } : incoming
  const merged = known === null ? report : mergeMessage(known, report)
  if (!isEcho) return put(index, before, known, merged)
  drop(index, before, own)
  // With `known`, the echo came before the answer and carried no client id: two entries turn out to be one.
  put(index, before, known, mergeMessage(own, merged))
}

function put(index: ThreadIndex, before: Before, previous: Message | null, next: Message): void {
  if (previous === next) return
  if (!before.has(next.id)) before.set(next.id, previous)
  index.put(next, previous)
}

function drop(index: ThreadIndex, before: Before, known: Message): void {
  if (!before.has(known.id)) before.set(known.id, known)
  index.remove(known)
}

/** What is to be done to one page. */
interface PageEdit {
  readonly swaps: Map<Message, Message | null>
  readonly adds: Message[]
}

function rebuild(data: MessageData, before: Before, index: ThreadIndex): MessageData {
  const oldest = data.pages.length - 1
  const edits = new Map<number, PageEdit>()
  const editAt = (place: number): PageEdit => {
    const position = place === -1 ? oldest : place
    const known = edits.get(position)
    if (known !== undefined) return known
    const edit: PageEdit = { swaps: new Map(), adds: [] }
    edits.set(position, edit)
    return edit
  }
  const aside: Message[] = []
  for (const [id, previous] of before) {
    const next = index.byId.get(id) ?? null
    const stays = previous !== null && next !== null && compareMessages(previous, next) === 0
    if (previous !== null) editAt(findPage(data, previous)).swaps.set(previous, stays ? next : null)
    if (next === null || stays) continue
    const place = findPage(data, next)
    if (previous === null && place === -1 && isBeyond(data, next)) {
      index.remove(next)
      aside.push(next)
    } else editAt(place).adds.push(next)
  }
  if (aside.length > 0 && !edits.has(oldest)) edits.set(oldest, { swaps: new Map(), adds: [] })
  const pages = [...data.pages]
  const pageParams = [...data.pageParams]
  const fresh: MessagePage[] = []
  // The oldest first: a page that is split moves only those behind it, which are older.
  for (const [position, { swaps, adds }] of [...edits].toSorted(([a], [b]) => b - a)) {
    const page = data.pages[position]
    if (page === undefined) continue
    const messages = mergeSorted(swapMessages(page.messages, swaps), adds)
    const setsAside = position === oldest && aside.length > 0
    const parts = splitPage({ ...page, messages, aside: setsAside ? keepAside(page.aside, aside) : page.aside })
    fresh.push(...parts)
    pages.splice(position, 1, ...parts)
    pageParams.splice(position + 1, 0, ...parts.slice(0, -1).map((part) => part.nextCursor))
  }
  // Pages of data that came from elsewhere (a persister) are marked with it; they are not what a fetch brings.
  const rebuilt = markMerged({ pages, pageParams }, isMerged(data) ? fresh : pages)
  moveThreadIndex(data, rebuilt)
  return rebuilt
}

/** The newest page that begins at or before the message; `-1`: it is older still. */
function findPage({ pages }: MessageData, message: Message): number {
  // Nearly always; the others are halved, for receipts may reach far back, each into a page of its own.
  if (isBegun(pages[0], message)) return 0
  let newer = 0
  let found = pages.length
  while (found - newer > 1) {
    const middle = Math.floor((newer + found) / 2)
    let probe = middle
    while (probe < found && isEmpty(pages[probe])) probe += 1
    if (probe === found || isBegun(pages[probe], message)) found = middle
    else newer = probe
  }
  while (isEmpty(pages[found])) found += 1
  return found < pages.length ? found : -1
}

function isEmpty(page: MessagePage | undefined): boolean {
  return page?.messages.length === 0
}

function isBegun(page: MessagePage | undefined, message: Message): boolean {
  const first = page?.messages[0]
  return first !== undefined && compareMessages(first, message) <= 0
}

/** `true` for a message whose place is not loaded: to show it would hide the hole in between. */
function isBeyond(data: MessageData, message: Message): boolean {
  const oldest = data.pages.at(-1)
  const first = oldest?.messages[0]
  if (first === undefined || oldest?.nextCursor === null || isUnsent(message)) return false
  // By id as well: several messages share a second, and one of them may be the edge of what is loaded.
  return compareMessages(message, first) < 0
}

function keepAside(known: readonly Message[], added: readonly Message[]): readonly Message[] {
  const byId = new Map(known.map((message) => [message.id, message]))
  for (const message of added) {
    const previous = byId.get(message.id)
    byId.set(message.id, previous === undefined ? message : mergeMessage(previous, message))
  }
  return [...byId.values()].toSorted(compareMessages).slice(-ASIDE_LIMIT)
}
