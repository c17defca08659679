import type { KeyboardEvent } from 'react'
import { toNextIndex } from './toNextIndex.ts'

/**
 * Arrow up and down, Home and End lead from one control of a column to another. `isRound`: as in a menu, past the last to
 * the first, and into it from outside of every control.
 */
export function moveFocus(event: KeyboardEvent<HTMLElement>, selector: string, isRound = false): void {
  const controls = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)]
  const position = controls.indexOf(event.target as HTMLElement)
  const next = toNextIndex(event.key, position, controls.length)
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey
  if (next === undefined || !isPlain || (position === -1 && !isRound)) return
  // Also at either end: the view would scroll away from the control that has the focus.
  event.preventDefault()
  ;(isRound ? controls.at(next % controls.length) : controls[next])?.focus()
}
