/** TanStack Query, written by hand: an event at a time as its guides have it, and once per frame as well as it can be. */
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listen } from './listen.ts'
import { MessageRows } from './MessageRows.tsx'
import type { ScreenModule, ScreenProps, Shown, ShownEvent } from './screen.ts'
import { gather, sortIn } from '../../ingest/listRules.ts'

type List = readonly Shown[]
const KEY = ['messages']

export const perEvent: ScreenModule['createScreen'] = (history) =>
  toScreen(history, new QueryClient(), (queryClient) => (event) => {
    queryClient.setQueryData<List>(KEY, (list = []) => sortIn(list, event))
  })

export const perFrame: ScreenModule['createScreen'] = (history) => {
  // Its structural sharing compares every message with the one that stood at its place: `gather` keeps what is the same.
  const tuned = new QueryClient({ defaultOptions: { queries: { structuralSharing: false } } })
  return toScreen(history, tuned, (queryClient) => {
    let events: ShownEvent[] = []
    return (event) => {
      if (events.push(event) > 1) return
      requestAnimationFrame(() => {
        const gathered = events
        events = []
        queryClient.setQueryData<List>(KEY, (list = []) => gather(list, gathered))
      })
    }
  })
}

function toScreen(
  history: List,
  queryClient: QueryClient,
  toTake: (queryClient: QueryClient) => (event: ShownEvent) => void,
) {
  queryClient.setQueryData<List>(KEY, history)
  const take = toTake(queryClient)
  function Thread(props: ScreenProps) {
    const { data = [] } = useQuery<List>({ queryKey: KEY, queryFn: () => history, staleTime: Infinity })
    useEffect(() => listen(props, take), [props])
    return <MessageRows messages={data} />
  }
  return (props: ScreenProps) => (
    <QueryClientProvider client={queryClient}>
      <Thread {...props} />
    </QueryClientProvider>
  )
}
