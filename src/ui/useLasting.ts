import { useEffect, useState } from 'react'

/** A value once it has lasted: what comes and goes within `delayMs` is never seen. `first` is there at once. */
export function useLasting<T>(value: T, delayMs: number, first: T = value): T {
  const [lasting, setLasting] = useState(first)
  useEffect(() => {
    const timer = setTimeout(() => setLasting(value), delayMs)
    return () => clearTimeout(timer)
  }, [value, delayMs])
  return lasting
}
