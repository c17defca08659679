'use client'
import type { QueryClient } from '@tanstack/query-core'
import { useIsRestoring } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'

/** The part of TanStack's observers that a hook needs. */
export interface Observer<Options, Result> {
  setOptions(options: Options): void
  getOptimisticResult(options: never): unknown
  getCurrentResult(): Result
  trackResult(result: never): unknown
  updateResult(): void
  subscribe(listener: () => void): () => void
}

/**
 * Renders with a query's result, and again when a field changes that was read.
 *
 * What `useQuery` does, but for one thing: TanStack tells React by a timer. A burst gathered for a frame would be shown
 * after that frame, and under load many milliseconds later; here React hears of it in the task that wrote it.
 *
 * @param options As for TanStack's hooks, without suspense. Memoised, or the observer is told anew with every render.
 * @param create Makes the observer: of the options that it is given with the first render.
 */
export function useObserver<Options extends object, Result>(
  queryClient: QueryClient,
  options: Options,
  create: (queryClient: QueryClient, options: Options) => Observer<Options, Result>,
): Result {
  const isRestoring = useIsRestoring()
  const defaulted = useMemo(
    () => ({
      ...(queryClient.defaultQueryOptions(options as never) as object as Options),
      // What is shown before it is subscribed to looks as it will then: fetching, unless a persisted cache is on its way.
      _optimisticResults: isRestoring ? 'isRestoring' : 'optimistic',
    }),
    [queryClient, options, isRestoring],
  )
  // oxlint-disable-next-line react/exhaustive-deps -- it is told of later options below
  const observer = useMemo(() => create(queryClient, defaulted), [queryClient])
  const result = observer.getOptimisticResult(defaulted as never)
  useEffect(() => observer.setOptions(defaulted), [observer, defaulted])
  const subscribe = useCallback(
    (listener: () => void) => {
      const unsubscribe = isRestoring ? () => {} : observer.subscribe(listener)
      // What was written since the render.
      observer.updateResult()
      return unsubscribe
    },
    [observer, isRestoring],
  )
  const get = () => observer.getCurrentResult()
  useSyncExternalStore(subscribe, get, get)
  return observer.trackResult(result as never) as Result
}
