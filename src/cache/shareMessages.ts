import { compareMessages, isUnsent } from '../domain/message.ts'
import { changeMessages } from './changeMessages.ts'
import { isMerged, isMergedPage, isMessageData, markMerged, type MessageData, type MessagePage } from './messageData.ts'
import { getThreadIndex, moveThreadIndex } from './threadIndex.ts'

/**
 * TanStack's `structuralSharing` for conversations: what keeps a live message that arrived while a fetch was in flight.
 *
 * A fetch lands with the pages as they were when it **started**, and overwrites whatever `setQueryData` wrote meanwhile
 * (TanStack/query#3579, closed as not planned). So a landing is merged by id into what is there now, and nothing that
 * was known is lost. Data made in this folder passes through untouched.
 */
export function shareMessages(current: unknown, landed: unknown): unknown {
  if (!isMessageData(landed) || isMerged(landed)) return landed
  if (!isMessageData(current) || current.pages.length === 0) return toMessageData(landed)
  const older = isContinuation(current, landed) ? landed.pages.at(-1) : undefined
  const upserts = landed.pages
    .filter((page) => page !== older && !isMergedPage(page))
    .flatMap((page) => page.messages)
    .filter((message) => !isUnsent(message))
  const refreshed = changeMessages(current, { upserts })
  return older === undefined ? refreshed : appendPage(refreshed, older, landed.pageParams.at(-1) ?? null)
}

/** Puts pages that were just fetched in order. */
export function toMessageData(data: MessageData): MessageData {
  const pages = data.pages.map((page) => ({ ...page, messages: page.messages.toSorted(compareMessages) }))
  return markMerged({ ...data, pages })
}

/** `fetchNextPage` asked for what is older than the oldest page; a refetch asks for the known pages again. */
function isContinuation(current: MessageData, landed: MessageData): boolean {
  const cursor = landed.pageParams.at(-1)
  return typeof cursor === 'string' && cursor === current.pages.at(-1)?.nextCursor
}

/** Adds a page of older history, and lets in what had been put aside for it. */
function appendPage(data: MessageData, page: MessagePage, cursor: string | null): MessageData {
  const index = getThreadIndex(data)
  const aside = data.pages.at(-1)?.aside ?? []
  const edge = data.pages.findLast(({ messages }) => messages[0])?.messages[0]
  // A server that orders equal times otherwise cuts its pages elsewhere: what stands behind the edge here finds its own place.
  const fresh = page.messages
    .filter((message) => !index.byId.has(message.id) && !(edge && compareMessages(message, edge) > 0))
    .toSorted(compareMessages)
  const known = data.pages.map((each) => (each.aside.length > 0 ? { ...each, aside: [] } : each))
  const opened = markMerged({
    pages: [...known, { messages: fresh, nextCursor: page.nextCursor, aside: [] }],
    pageParams: [...data.pageParams, cursor],
  })
  for (const message of fresh) index.put(message, null)
  index.asked += 1
  moveThreadIndex(data, opened)
  return changeMessages(opened, { upserts: [...page.messages, ...aside] })
}
