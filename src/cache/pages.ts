import { compareMessages, type Message } from '../domain/message.ts'
import type { MessagePage } from './messageData.ts'

/** A page is split when it has grown to twice this, so that a write never copies more than that. */
const PAGE_SIZE = 100

/** Replaces messages in place, or leaves them out (`null`). The same array when there is nothing to do. */
export function swapMessages(
  messages: readonly Message[],
  swaps: ReadonlyMap<Message, Message | null>,
): readonly Message[] {
  if (swaps.size === 0) return messages
  return messages.flatMap((message) => {
    const next = swaps.get(message)
    if (next === undefined) return [message]
    return next === null ? [] : [next]
  })
}

/** Merges additions into sorted messages; appending, the usual case, costs one copy. */
export function mergeSorted(messages: readonly Message[], adds: readonly Message[]): readonly Message[] {
  if (adds.length === 0) return messages
  const sorted = adds.toSorted(compareMessages)
  const result: Message[] = []
  let next = 0
  for (const message of messages) {
    for (let add = sorted[next]; add !== undefined && compareMessages(add, message) < 0; add = sorted[next]) {
      result.push(add)
      next += 1
    }
    result.push(message)
  }
  return result.concat(sorted.slice(next))
}

/** Cuts an overgrown page into several, newest first. The oldest part keeps the cursor and what was put aside. */
export function splitPage(page: MessagePage): readonly MessagePage[] {
  const { messages } = page
  if (messages.length < PAGE_SIZE * 2) return [page]
  const parts: MessagePage[] = []
  const count = Math.floor(messages.length / PAGE_SIZE)
  for (let part = 0; part < count; part += 1) {
    const slice = messages.slice(part * PAGE_SIZE, part === count - 1 ? undefined : (part + 1) * PAGE_SIZE)
    parts.unshift(
      part === 0 ? { ...page, messages: slice } : { messages: slice, nextCursor: slice[0]?.id ?? null, aside: [] },
    )
  }
  return parts
}
