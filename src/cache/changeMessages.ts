import type { DeliveryStatus } from '../domain/deliveryStatus.ts'
import type { MessageId } from '../domain/ids.ts'
import { applyStatus, mergeById, mergeMessage } from '../domain/mergeMessage.ts'
import { compareMessages, isUnsent, type Message, type MessageError } from '../domain/message.ts'
import { isMerged, markMerged, type MessageData, type MessagePage } from './messageData.ts'
import { mergeSorted, sortMessages, splitPage, swapMessages } from './pages.ts'
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
  /** Is told of a status whose message is not in the conversation. Default: it is lost. */
  readonly onUnknown?: (status: StatusChange) => unknown
  /** Optimistic messages that were discarded. */
  readonly removals?: readonly MessageId[]
}

/** What is being done. Nearly all of a burst is new, and for that no more than a list is kept. */
interface Edits {
  readonly added: Message[]
  /** By id, what becomes of a message that is there or has just been added; `null`: it goes. */
  readonly changed: Map<MessageId, { readonly before: Message; after: Message | null }>
}

const ASIDE_LIMIT = 200

/**
 * Applies changes to a conversation. Pure to the outside; costs the changes and the pages they touch, not the history.
 * Untouched messages and pages keep their identity, and the same data comes back when nothing changed.
 */
export function changeMessages(data: MessageData, changes: MessageChanges): MessageData {
  const index = getThreadIndex(data)
  const edits: Edits = { added: [], changed: new Map() }
  for (const report of changes.upserts ?? []) upsert(index, edits, report)
  for (const change of changes.statuses ?? []) {
    const known = index.find(change.reference)
    if (known) put(index, edits, known, applyStatus(known, change.status, change.error))
    else changes.onUnknown?.(change)
  }
  for (const id of changes.removals ?? []) {
    const known = index.byId.get(id)
    if (known) drop(index, edits, known)
  }
  return edits.added.length + edits.changed.size === 0 ? data : rebuild(data, edits, index)
}

function upsert(index: ThreadIndex, edits: Edits, incoming: Message): void {
  const known = index.byId.get(incoming.id) ?? null
  const own = incoming.clientId === null ? undefined : index.find(incoming.clientId)
  const isOther = own !== undefined && own.id !== incoming.id
  const isEcho = isOther && isUnsent(own)
  // A confirmed message holds the client id already: a server has sent it twice.
  const report = isOther && !isEcho ? { ...incoming, clientId: null } : incoming
  const merged = known === null ? report : mergeMessage(known, report)
  if (!isEcho) return put(index, edits, known, merged)
  drop(index, edits, own)
  // With `known`, the echo came before the answer and carried no client id: two entries turn out to be one.
  put(index, edits, known, mergeMessage(own, merged))
}

function put(index: ThreadIndex, edits: Edits, previous: Message | null, next: Message): void {
  if (previous === next) return
  note(edits, next.id, previous, next)
  index.put(next, previous)
}

function drop(index: ThreadIndex, edits: Edits, known: Message): void {
  note(edits, known.id, known, null)
  index.remove(known)
}

function note({ added, changed }: Edits, id: MessageId, before: Message | null, after: Message | null): void {
  const edit = changed.get(id)
  if (edit) edit.after = after
  else if (before) changed.set(id, { before, after })
  else if (after) added.push(after)
}

function rebuild(data: MessageData, { added, changed }: Edits, index: ThreadIndex): MessageData {
  const oldest = data.pages.length - 1
  /** What goes to which page; none where messages are only swapped. */
  const adds = new Map<number, Message[]>()
  const addsTo = (place: number): Message[] => {
    const position = place === -1 ? oldest : place
    const known = adds.get(position) ?? []
    adds.set(position, known)
    return known
  }
  const swaps = new Map<Message, Message | null>()
  const moved: Message[] = []
  for (const { before, after } of changed.values()) {
    const stays = after && compareMessages(before, after) === 0
    swaps.set(before, stays ? after : null)
    addsTo(findPage(data, before))
    if (after && !stays) moved.push(after)
  }
  const aside: Message[] = []
  let newest: Message[] | undefined
  for (const message of sortMessages([...swapMessages(added, swaps), ...moved])) {
    // What comes after one of the newest page is of it, too: nearly all are, and are not looked for.
    const place: number = newest ? 0 : findPage(data, message)
    if (place === -1 && !moved.includes(message) && isBeyond(data, message)) {
      index.remove(message)
      aside.push(message)
    } else {
      const more = newest ?? addsTo(place)
      more.push(message)
      if (place === 0) newest = more
    }
  }
  if (aside.length > 0) addsTo(oldest)
  const pages = [...data.pages]
  const pageParams = [...data.pageParams]
  const fresh: MessagePage[] = []
  // The oldest first: a page that is split moves only those behind it, which are older.
  for (const [position, more] of [...adds].toSorted(([a], [b]) => b - a)) {
    const page = data.pages[position]
    if (!page) continue
    const messages = mergeSorted(swapMessages(page.messages, swaps), more)
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
  return mergeById([...known, ...added])
    .toSorted(compareMessages)
    .slice(-ASIDE_LIMIT)
}
