/** What applications write by hand: into React's state, or into TanStack Query, an event at a time or all at once. */
import { QueryClient } from '@tanstack/query-core'
import { climbStatus } from '../../../src/domain/deliveryStatus.ts'
import { compareMessages, type Message } from '../../../src/domain/message.ts'
import type { Contestant } from './contestant.ts'
import type { BenchEvent } from './input.ts'

type List = readonly Message[]
const KEY = ['messages', 'conversation-1']

export const setState: Contestant = {
  name: 'setState: some, spread, map',
  kind: 'peer',
  prepare: ({ history, events }) => {
    let list: List = history
    return {
      run: () => {
        for (const event of events) list = append(list, event)
      },
      read: () => list,
    }
  },
}

export const queryAppend: Contestant = {
  name: 'TanStack Query, appended per event',
  kind: 'peer',
  prepare: ({ history, events }) => {
    const queryClient = createQueryClient()
    queryClient.setQueryData<List>(KEY, history)
    return {
      run: () => {
        for (const event of events) queryClient.setQueryData<List>(KEY, (list = []) => append(list, event))
      },
      read: () => queryClient.getQueryData<List>(KEY) ?? [],
      end: () => queryClient.clear(),
    }
  },
}

export const querySorted: Contestant = {
  name: 'TanStack Query, sorted per event',
  kind: 'peer',
  prepare: ({ history, events }) => {
    const queryClient = createQueryClient()
    queryClient.setQueryData<List>(KEY, history)
    return {
      run: () => {
        for (const event of events) queryClient.setQueryData<List>(KEY, (list = []) => sortIn(list, event))
      },
      read: () => queryClient.getQueryData<List>(KEY) ?? [],
      end: () => queryClient.clear(),
    }
  },
}

/** What somebody could write around TanStack Query for this one burst, of events that are decoded already. */
export const queryGathered: Contestant = {
  name: 'TanStack Query, a map and one sort per burst',
  kind: 'reference',
  prepare: ({ history, events }) => {
    const queryClient = createQueryClient()
    queryClient.setQueryData<List>(KEY, history)
    return {
      run: () => void queryClient.setQueryData<List>(KEY, (list = []) => gather(list, events)),
      read: () => queryClient.getQueryData<List>(KEY) ?? [],
      end: () => queryClient.clear(),
    }
  },
}

/** Without structural sharing: it compares every message with its predecessor, and nobody here has use for that. */
function createQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { structuralSharing: false, gcTime: Infinity } } })
}

function gather(list: List, events: readonly BenchEvent[]): List {
  const byId = new Map(list.map((message) => [message.id, message]))
  for (const event of events) {
    if (event.type === 'message') {
      if (!byId.has(event.message.id)) byId.set(event.message.id, event.message)
      continue
    }
    const known = byId.get(event.id)
    if (known !== undefined) byId.set(event.id, { ...known, status: climbStatus(known.status, event.status) })
  }
  return [...byId.values()].toSorted(compareMessages)
}

function append(list: List, event: BenchEvent): List {
  if (event.type === 'status') {
    return list.map((each) => (each.id === event.id ? { ...each, status: event.status } : each))
  }
  return list.some(({ id }) => id === event.message.id) ? list : [...list, event.message]
}

function sortIn(list: List, event: BenchEvent): List {
  if (event.type === 'message') {
    const isKnown = list.some(({ id }) => id === event.message.id)
    return isKnown ? list : [...list, event.message].toSorted(compareMessages)
  }
  return list.map((each) => (each.id === event.id ? { ...each, status: climbStatus(each.status, event.status) } : each))
}
