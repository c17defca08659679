import type { Gateway } from '../backends/backend.ts'
import { isUnsent, type Message } from '../domain/message.ts'
import { isMerged, markMerged, type MessageData } from './messageData.ts'
import { getThreadIndex, moveThreadIndex } from './threadIndex.ts'

/**
 * Lets the oldest pages go beyond `most`, which is at least 1. They are there to be loaded again: the history goes on behind
 * the oldest message that stays. The same data comes back when there are no more, or nothing older could be asked for.
 */
export function trimPages(data: MessageData, most: number, toCursor: Gateway['toCursor']): MessageData {
  const last = data.pages[most - 1]
  const oldest = last?.messages[0]
  if (data.pages.length <= most || !last || !oldest || isUnsent(oldest)) return data
  const index = getThreadIndex(data)
  const gone = data.pages.slice(most)
  for (const { messages } of gone) messages.forEach(index.remove)
  const newest = gone[0]?.messages.at(-1)
  // A server may order equal times otherwise: behind the one it would not find the other again.
  const isClear = (message: Message) => message.createdAt !== newest?.createdAt && !isUnsent(message)
  const { aside = [] } = gone.at(-1) ?? {}
  const { id, createdAt } = last.messages.find(isClear) ?? oldest
  const edge = { ...last, nextCursor: toCursor({ id, createdAt }), aside }
  const pages = [...data.pages.slice(0, most - 1), edge]
  const trimmed = markMerged({ pages, pageParams: data.pageParams.slice(0, most) }, isMerged(data) ? [edge] : pages)
  moveThreadIndex(data, trimmed)
  return trimmed
}
