'use client'
import { useCallback } from 'react'
import { useLatest } from './useLatest.ts'

/**
 * A handler that stays the same function and always does what it did in the last render; without one, there is none. Not
 * to be called in a render.
 */
export function useStableFunction<Args extends readonly unknown[], Result>(
  handler: (...args: Args) => Result,
): (...args: Args) => Result
export function useStableFunction<Args extends readonly unknown[], Result>(
  handler: ((...args: Args) => Result) | undefined,
): ((...args: Args) => Result) | undefined
export function useStableFunction<Args extends readonly unknown[], Result>(
  handler: ((...args: Args) => Result) | undefined,
) {
  const latest = useLatest(handler)
  const stable = useCallback((...args: Args) => latest.current?.(...args), [latest])
  return handler && stable
}
