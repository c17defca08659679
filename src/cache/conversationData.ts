import type { InfiniteData } from '@tanstack/query-core'
import {
  compareConversations,
  mergeConversation,
  toConversation,
  type Conversation,
  type ConversationPatch,
} from '../domain/conversation.ts'
import { matchesFilter, type ConversationFilter } from '../domain/conversationFilter.ts'
import { groupBy } from '../lib/groupBy.ts'

/** A stretch of the inbox, as it was fetched; the order on screen is made by {@link toConversationList}. */
export interface ConversationPage {
  readonly conversations: readonly Conversation[]
  readonly hasMore: boolean
}

/** An inbox in the cache. The page parameter is how many to leave out. */
export type ConversationData = InfiniteData<ConversationPage, number>

const merged = new WeakSet<ConversationData>()
const mergedPages = new WeakSet<ConversationPage>()
const lists = new WeakMap<ConversationData, readonly Conversation[]>()

/** All conversations, latest activity first. The same array for the same data. */
export function toConversationList(data: ConversationData): readonly Conversation[] {
  const known = lists.get(data)
  if (known) return known
  const list = data.pages.flatMap((page) => page.conversations).toSorted(compareConversations)
  lists.set(data, list)
  return list
}

/** A report that says everything a list shows; others must be completed by a request before they can be added. */
export function isComplete(patch: ConversationPatch): boolean {
  return patch.unreadCount !== undefined && patch.contact !== undefined
}

/**
 * Lays reports over an inbox: changes what is listed, takes out what no longer matches, adds what now does. The same data
 * comes back when nothing changed.
 */
export function changeConversations(
  data: ConversationData,
  patches: readonly ConversationPatch[],
  filter: ConversationFilter,
): ConversationData {
  const byId = groupBy(patches, (patch) => patch.id)
  const listed = new Set<string>()
  let hasChanged = false
  const pages = data.pages.map((page) => {
    const conversations = page.conversations.flatMap((known) => {
      listed.add(known.id)
      const next = (byId.get(known.id) ?? []).reduce(mergeConversation, known)
      return next === known || matchesFilter(next, filter) ? [next] : []
    })
    const isSame =
      conversations.length === page.conversations.length &&
      conversations.every((conversation, position) => conversation === page.conversations[position])
    if (!isSame) hasChanged = true
    return isSame ? page : { ...page, conversations }
  })
  const added = [...byId]
    .filter(([id, reports]) => !listed.has(id) && reports.some(isComplete))
    .map(([id, reports]) => reports.reduce(mergeConversation, toConversation({ id })))
    .filter((conversation) => matchesFilter(conversation, filter) && !isBeyond(data, conversation))
  const [first] = pages
  if (first !== undefined && added.length > 0) {
    hasChanged = true
    pages[0] = { ...first, conversations: [...added, ...first.conversations] }
  }
  return hasChanged ? markMerged({ ...data, pages }) : data
}

/**
 * Replaces an inbox by what the backend lists now, keeping the identity of what did not change, and what arrived live
 * since the backend was asked (everything that is not in `knownBefore`).
 */
export function replaceConversations(
  current: ConversationData,
  page: ConversationPage,
  knownBefore: ReadonlySet<string>,
): ConversationData {
  const known = new Map(current.pages.flatMap((each) => each.conversations).map((each) => [each.id, each]))
  const conversations = page.conversations.map((each) => {
    const previous = known.get(each.id)
    known.delete(each.id)
    return previous === undefined ? each : mergeConversation(previous, each)
  })
  const arrived = [...known.values()].filter((each) => !knownBefore.has(each.id))
  return markMerged({ pages: [{ ...page, conversations: [...arrived, ...conversations] }], pageParams: [0] })
}

/** `structuralSharing` for inboxes: a landing fetch never takes back what arrived live while it was under way. */
export function shareConversations(current: unknown, landed: unknown): unknown {
  if (!isConversationData(landed) || merged.has(landed)) return landed
  if (!isConversationData(current)) return markMerged(landed)
  const known = new Map(current.pages.flatMap((page) => page.conversations).map((each) => [each.id, each]))
  const seen = new Set<string>()
  const pages = landed.pages.map((page) => ({
    ...page,
    conversations: page.conversations.flatMap((fetched) => {
      if (seen.has(fetched.id)) return []
      seen.add(fetched.id)
      const previous = known.get(fetched.id)
      // Of a page that was there before the fetch, and gone since: it has left this list.
      if (previous === undefined) return mergedPages.has(page) ? [] : [fetched]
      return [mergedPages.has(page) ? previous : mergeConversation(previous, fetched)]
    }),
  }))
  const kept = [...known.values()].filter((conversation) => !seen.has(conversation.id))
  const [first, ...rest] = pages
  if (first === undefined) return current
  return markMerged({ ...landed, pages: [{ ...first, conversations: [...first.conversations, ...kept] }, ...rest] })
}

function markMerged(data: ConversationData): ConversationData {
  merged.add(data)
  for (const page of data.pages) mergedPages.add(page)
  return data
}

/** Less active than everything listed while there is more to fetch: it has its place on a page to come. */
function isBeyond(data: ConversationData, conversation: Conversation): boolean {
  const last = toConversationList(data).at(-1)
  return data.pages.at(-1)?.hasMore === true && last !== undefined && compareConversations(last, conversation) < 0
}

function isConversationData(value: unknown): value is ConversationData {
  return typeof value === 'object' && value !== null && 'pages' in value && 'pageParams' in value
}
