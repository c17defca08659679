/** What applications write by hand: into React's state, or into TanStack Query, an event at a time or all at once. */
import { QueryClient } from '@tanstack/query-core'
import type { Message } from '../../../src/domain/message.ts'
import type { Contestant } from './contestant.ts'
import { append, gather, sortIn } from './listRules.ts'

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
