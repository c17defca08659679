'use client'
import { useInsertionEffect, useRef, type RefObject } from 'react'

/** The value of the latest render, for callbacks that outlive it: an inline function need not be memoised. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value)
  useInsertionEffect(() => {
    latest.current = value
  })
  return latest
}
