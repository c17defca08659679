import type { KeyboardEvent } from 'react'
import { toNextIndex } from './toNextIndex.ts'

/** Arrow up and down, Home and End lead from one control of a column to another. */
export function moveFocus(event: KeyboardEvent<HTMLElement>, selector: string): void {
  const controls = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)]
  const position = controls.findIndex((control) => control === event.target)
  const next = toNextIndex(event.key, position, controls.length)
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey
  if (position === -1 || next === undefined || !isPlain) return
  // Also at either end: the view would scroll away from the control that has the focus.
  event.preventDefault()
  controls[next]?.focus()
}
