import { useState } from 'react'

/** The same object for as long as it has the same entries: pieces written out in the markup do not renew every row. */
export function useStable<Value extends object>(value: Value): Value {
  const [stable, setStable] = useState(value)
  if (stable === value || hasSameEntries(stable, value)) return stable
  setStable(value)
  return value
}

function hasSameEntries(a: object, b: object): boolean {
  const [entriesA, entriesB] = [Object.entries(a), Object.entries(b)]
  const known = new Map(entriesA)
  return entriesA.length === entriesB.length && entriesB.every(([key, value]) => Object.is(known.get(key), value))
}
