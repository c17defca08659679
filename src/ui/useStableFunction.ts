import { useCallback, useLayoutEffect, useRef } from 'react'

/** A handler that stays the same function and always does what it did in the last render. Not to be called in a render. */
export function useStableFunction<Args extends readonly unknown[]>(handler: (...args: Args) => void) {
  const latest = useRef(handler)
  useLayoutEffect(() => {
    latest.current = handler
  }, [handler])
  return useCallback((...args: Args) => latest.current(...args), [])
}
