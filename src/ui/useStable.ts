import { useState } from 'react'
import { shallowEqual } from '../lib/shallowEqual.ts'

/** The same object for as long as it has the same entries: pieces written out in the markup do not renew every row. */
export function useStable<Value extends object>(value: Value): Value {
  const [stable, setStable] = useState(value)
  if (stable === value || shallowEqual(stable, value)) return stable
  setStable(value)
  return value
}
