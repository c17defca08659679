/** What becomes of a list when something happens, as applications write it by hand: in place, into a new list, and wrong. */
import { climbStatus, type DeliveryStatus } from '../../../src/domain/deliveryStatus.ts'

/** What the rules go by: no more of a message. */
export interface Listed {
  readonly id: string
  readonly createdAt: string
  readonly status: DeliveryStatus
}

export type ListEvent<Item extends Listed> =
  | { readonly type: 'message'; readonly message: Item }
  | { readonly type: 'status'; readonly id: string; readonly status: DeliveryStatus }

/** A list and its map, changed in place: as cheap as the rules allow. */
export interface Held<Item extends Listed> {
  readonly list: Item[]
  readonly byId: Map<string, Item>
}

export function hold<Item extends Listed>(history: readonly Item[]): Held<Item> {
  return { list: [...history], byId: new Map(history.map((message) => [message.id, message])) }
}

/** By the rules, in place. `false`: nothing changed. */
export function takeIn<Item extends Listed>({ list, byId }: Held<Item>, event: ListEvent<Item>): boolean {
  if (event.type === 'message') {
    if (byId.has(event.message.id)) return false
    byId.set(event.message.id, event.message)
    list.splice(findPlace(list, event.message), 0, event.message)
    return true
  }
  const known = byId.get(event.id)
  if (known === undefined) return false
  const status = climbStatus(known.status, event.status)
  if (status === known.status) return false
  const next = { ...known, status }
  byId.set(next.id, next)
  list[findPlace(list, known) - 1] = next
  return true
}

/** Behind everything that is not later: from the end, where nearly everything belongs. */
export function findPlace(list: readonly Listed[], message: Listed): number {
  let place = list.length
  for (let last = list[place - 1]; last !== undefined && compare(last, message) > 0; last = list[place - 1]) place -= 1
  return place
}

/** As it is written first: in the order of arrival, and the last status that was heard. */
export function append<Item extends Listed>(list: readonly Item[], event: ListEvent<Item>): readonly Item[] {
  if (event.type === 'status') {
    return list.map((each) => (each.id === event.id ? { ...each, status: event.status } : each))
  }
  return list.some(({ id }) => id === event.message.id) ? list : [...list, event.message]
}

/** By the rules, into a new list. */
export function sortIn<Item extends Listed>(list: readonly Item[], event: ListEvent<Item>): readonly Item[] {
  if (event.type === 'message') {
    const isKnown = list.some(({ id }) => id === event.message.id)
    return isKnown ? list : [...list, event.message].toSorted(compare)
  }
  return list.map((each) => (each.id === event.id ? { ...each, status: climbStatus(each.status, event.status) } : each))
}

/** Many at once by the rules, with one map and one sort. */
export function gather<Item extends Listed>(
  list: readonly Item[],
  events: readonly ListEvent<Item>[],
): readonly Item[] {
  const byId = new Map(list.map((message) => [message.id, message]))
  for (const event of events) {
    if (event.type === 'message') {
      if (!byId.has(event.message.id)) byId.set(event.message.id, event.message)
      continue
    }
    const known = byId.get(event.id)
    if (known !== undefined) byId.set(event.id, { ...known, status: climbStatus(known.status, event.status) })
  }
  return [...byId.values()].toSorted(compare)
}

/** The one order, of what is confirmed. */
export function compare(a: Listed, b: Listed): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
