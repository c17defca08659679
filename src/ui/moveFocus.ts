import type { KeyboardEvent } from 'react'

/** Arrow up and down, Home and End lead from one control of a column to another. */
export function moveFocus(event: KeyboardEvent<HTMLElement>, selector: string): void {
  const controls = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)]
  const position = controls.findIndex((control) => control === event.target)
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey
  const next: Partial<Record<string, number>> = {
    ArrowDown: position + 1,
    ArrowUp: position - 1,
    Home: 0,
    End: controls.length - 1,
  }
  const wanted = next[event.key]
  if (position === -1 || wanted === undefined || !isPlain) return
  // Also at either end: the view would scroll away from the control that has the focus.
  event.preventDefault()
  controls[wanted]?.focus()
}
