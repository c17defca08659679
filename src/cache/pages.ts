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
  // They come in order but for a few: only those are sorted.
  const inOrder: Message[] = []
  const late: Message[] = []
  for (const add of adds) {
    const last = inOrder.at(-1)
    const isLate = last !== undefined && compareMessages(last, add) > 0
    ;(isLate ? late : inOrder).push(add)
  }
  return merge(messages, merge(inOrder, late.toSorted(compareMessages)))
}

function merge(left: readonly Message[], right: readonly Message[]): readonly Message[] {
  const merged = left.concat(right)
  let last = left.at(-1)
  if (!last || !right[0] || compareMessages(last, right[0]) <= 0) return merged
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
