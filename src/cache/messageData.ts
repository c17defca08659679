import type { InfiniteData } from '@tanstack/query-core'
import type { Message } from '../domain/message.ts'

/** A stretch of history, oldest message first. */
export interface MessagePage {
  readonly messages: readonly Message[]
  /** Where history older than this page begins; `null` at its very beginning. */
  readonly nextCursor: string | null
  /** Messages older than everything that is loaded: not shown, kept for when their page is. On the oldest page only. */
  readonly aside: readonly Message[]
}

/** A conversation in the cache: pages from the newest to the oldest. */
export type MessageData = InfiniteData<MessagePage, string | null>

const merged = new WeakSet<MessageData>()
const mergedPages = new WeakSet<MessagePage>()
const lists = new WeakMap<MessageData, readonly Message[]>()

/**
 * Marks data that this folder made itself: anything else that lands in the cache is merged first.
 *
 * @param fresh The pages that are not marked yet. Default: all.
 */
export function markMerged(data: MessageData, fresh: readonly MessagePage[] = data.pages): MessageData {
  merged.add(data)
  for (const page of fresh) mergedPages.add(page)
  return data
}

export function isMerged(data: MessageData): boolean {
  return merged.has(data)
}

export function isMergedPage(page: MessagePage): boolean {
  return mergedPages.has(page)
}

export function isMessageData(value: unknown): value is MessageData {
  return typeof value === 'object' && value !== null && 'pages' in value && 'pageParams' in value
}

/** All messages, oldest first. The same array for the same data. */
export function toMessageList(data: MessageData): readonly Message[] {
  const known = lists.get(data)
  if (known) return known
  // `concat` copies whole pages; `flatMap` takes ten times as long for a hundred thousand messages.
  const list = ([] as readonly Message[]).concat(...data.pages.map((page) => page.messages).toReversed())
  lists.set(data, list)
  return list
}
