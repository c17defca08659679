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
    const queryClient = createQueryClient({ structuralSharing: false })
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
    const queryClient = createQueryClient({})
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

function createQueryClient(queries: { readonly structuralSharing?: boolean }): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { ...queries, gcTime: Infinity } } })
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
