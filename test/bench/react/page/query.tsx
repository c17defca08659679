/** TanStack Query, written by hand: an event at a time, and once per frame. */
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listen } from './listen.ts'
import { MessageRows } from './MessageRows.tsx'
import type { ScreenModule, ScreenProps, Shown, ShownEvent } from './screen.ts'
import { gather, sortIn } from './takeIn.ts'

type List = readonly Shown[]
const KEY = ['messages']

export const perEvent: ScreenModule['createScreen'] = (history) =>
  toScreen(history, (queryClient) => (event) => {
    queryClient.setQueryData<List>(KEY, (list = []) => sortIn(list, event))
  })

export const perFrame: ScreenModule['createScreen'] = (history) =>
  toScreen(history, (queryClient) => {
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

function toScreen(history: List, toTake: (queryClient: QueryClient) => (event: ShownEvent) => void) {
  // Without structural sharing, in its favour: it would compare every message with its predecessor.
  const queries = { structuralSharing: false, staleTime: Infinity, gcTime: Infinity } as const
  const queryClient = new QueryClient({ defaultOptions: { queries } })
  queryClient.setQueryData<List>(KEY, history)
  const take = toTake(queryClient)
  function Thread(props: ScreenProps) {
    const { data = [] } = useQuery<List>({ queryKey: KEY, queryFn: () => history })
    useEffect(() => listen(props, take), [props])
    return <MessageRows messages={data} />
  }
  return (props: ScreenProps) => (
    <QueryClientProvider client={queryClient}>
      <Thread {...props} />
    </QueryClientProvider>
  )
}
