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
  const swapped: Message[] = []
  for (const message of messages) {
    const next = swaps.get(message)
    if (next !== null) swapped.push(next ?? message)
  }
  return swapped
}

/** In order. They come in order but for a few: only those are sorted. */
export function sortMessages(messages: readonly Message[]): readonly Message[] {
  const inOrder: Message[] = []
  const late: Message[] = []
  let last: Message | undefined
  for (const message of messages) {
    if (last && compareMessages(last, message) > 0) late.push(message)
    else inOrder.push((last = message))
  }
  return mergeSorted(inOrder, late.toSorted(compareMessages))
}

/** Merges what is sorted into what is; appending, the usual case, costs one copy. */
export function mergeSorted(left: readonly Message[], right: readonly Message[]): readonly Message[] {
  const first = right[0]
  if (!first) return left
  const merged = left.concat(right)
  let last = left.at(-1)
  if (!last || compareMessages(last, first) <= 0) return merged
  let rest = left.length
  let next = right.length
  // From the end, where they meet: what is before all of the others stays where it is.
  for (let add = right.at(-1); add; add = right[next - 1]) {
    if (last && compareMessages(last, add) > 0) {
      rest -= 1
      merged[rest + next] = last
      last = left[rest - 1]
    } else {
      next -= 1
      merged[rest + next] = add
    }
  }
  return merged
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
