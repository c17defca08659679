/** TanStack Query as well as it can be used by hand: one write per burst, an index beside it, pages of a fixed size. */
import { QueryClient } from '@tanstack/query-core'
import { climbStatus } from '../../../src/domain/deliveryStatus.ts'
import type { Message } from '../../../src/domain/message.ts'
import type { Contestant } from './contestant.ts'
import type { BenchEvent } from './input.ts'
import { compare, findPlace } from './listRules.ts'

type Pages = readonly (readonly Message[])[]
const KEY = ['messages', 'conversation-1']
const PAGE_SIZE = 100

/** Oldest page first; the list is made of them as an application would, with `flat`. */
export const pagedReference: Contestant = {
  name: 'TanStack Query, batched, indexed, in pages',
  kind: 'reference',
  prepare: ({ history, events }) => {
    const queryClient = new QueryClient({ defaultOptions: { queries: { gcTime: Infinity, structuralSharing: false } } })
    const pages: Message[][] = []
    for (let from = 0; from < history.length; from += PAGE_SIZE) pages.push(history.slice(from, from + PAGE_SIZE))
    queryClient.setQueryData<Pages>(KEY, pages)
    const byId = new Map(history.map((message) => [message.id, message]))
    let shown: readonly Message[] = []
    return {
      run: () => {
        queryClient.setQueryData<Pages>(KEY, (known = []) => takeIn(known, byId, events))
        shown = (queryClient.getQueryData<Pages>(KEY) ?? []).flat()
      },
      read: () => shown,
      end: () => queryClient.clear(),
    }
  },
}

function takeIn(pages: Pages, byId: Map<string, Message>, events: readonly BenchEvent[]): Pages {
  const next = [...pages]
  const copied = new Map<number, Message[]>()
  const toWritable = (position: number): Message[] => {
    const page = copied.get(position) ?? [...(next[position] ?? [])]
    copied.set(position, page)
    next[position] = page
    return page
  }
  const findPage = (message: Message) => {
    let position = Math.max(0, next.length - 1)
    while (position > 0 && compare(next[position]?.[0] ?? message, message) > 0) position -= 1
    return position
  }
  for (const event of events) {
    if (event.type === 'message') {
      if (byId.has(event.message.id)) continue
      byId.set(event.message.id, event.message)
      const position = findPage(event.message)
      const page = toWritable(position)
      const last = page.at(-1)
      const isLast = last === undefined || compare(last, event.message) < 0
      if (isLast && position === next.length - 1 && page.length >= PAGE_SIZE) {
        copied.set(next.length, [event.message])
        next.push(copied.get(next.length) ?? [])
      } else if (isLast) page.push(event.message)
      else page.splice(findPlace(page, event.message), 0, event.message)
      continue
    }
    const known = byId.get(event.id)
    if (known === undefined) continue
    const status = climbStatus(known.status, event.status)
    if (status === known.status) continue
    const changed = { ...known, status }
    byId.set(event.id, changed)
    const page = toWritable(findPage(known))
    page[findPlace(page, known) - 1] = changed
  }
  return next
}
