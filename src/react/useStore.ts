'use client'
import { useSyncExternalStore } from 'react'
import type { Readable } from '../lib/store.ts'

/** Renders with a store's value, and again whenever it changes. */
export function useStore<T>(store: Readable<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get)
}
