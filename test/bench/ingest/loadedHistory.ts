import { conversationKeys } from '../../../src/cache/keys.ts'
import { markMerged, type MessageData } from '../../../src/cache/messageData.ts'
import type { ConversationClient } from '../../../src/client/conversationClient.ts'
import type { Message } from '../../../src/domain/message.ts'
import { CONVERSATION } from './input.ts'

const PAGE_SIZE = 50

/** A history in pages, oldest first, as somebody has loaded them who has read all of it. */
export function toLoaded(history: readonly Message[]): MessageData {
  const pages: MessageData['pages'] = []
  for (let from = 0; from < history.length; from += PAGE_SIZE) {
    const nextCursor = from === 0 ? null : (history[from]?.id ?? null)
    pages.unshift({ messages: history.slice(from, from + PAGE_SIZE), nextCursor, aside: [] })
  }
  return markMerged({ pages, pageParams: pages.map((_, index) => pages[index - 1]?.nextCursor ?? null) })
}

/** Puts it where this client keeps its messages. */
export function keepLoaded(client: ConversationClient, loaded: MessageData): void {
  client.queryClient.setQueryData(conversationKeys.thread(client.scope, CONVERSATION), loaded)
}
