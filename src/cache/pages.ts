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
  let last: Message | undefined
  for (const add of adds) {
    if (last !== undefined && compareMessages(last, add) > 0) late.push(add)
    else {
      inOrder.push(add)
      last = add
    }
  }
  return merge(messages, late.length === 0 ? inOrder : merge(inOrder, late.toSorted(compareMessages)))
}

function merge(left: readonly Message[], right: readonly Message[]): readonly Message[] {
  const [first] = right
  if (first === undefined) return left
  // What is before all of the others is copied whole.
  let place = left.length
  for (let each = left[place - 1]; each !== undefined && compareMessages(each, first) > 0; each = left[place - 1]) {
    place -= 1
  }
  if (place === left.length) return left.concat(right)
  const merged = left.slice(0, place)
  let next = 0
  for (let position = place; position < left.length; position += 1) {
    const message = left[position]
    if (message === undefined) continue
    for (let add = right[next]; add !== undefined && compareMessages(add, message) < 0; add = right[next]) {
      merged.push(add)
      next += 1
    }
    merged.push(message)
  }
  return merged.concat(right.slice(next))
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
