import { useLayoutEffect, useRef } from 'react'
import { isFocusLost } from './isFocusLost.ts'

/** A row's control, and what leads to more rows. */
export const ROWS = 'li > :is(button, a)'

/**
 * The focus goes on to the next row when the one that has it leaves the list, and to the pane with the last of them; also
 * from what was there instead of the list, once there are rows.
 */
export function useKeptRow() {
  const list = useRef<HTMLUListElement>(null)
  const held = useRef<{ element: Element; position: number; pane: HTMLElement | null } | null>(null)
  const getRows = () => [...(list.current?.querySelectorAll<HTMLElement>(ROWS) ?? [])]
  const hold = (element: Element | null) => {
    held.current = element && {
      element,
      position: Math.max(0, getRows().indexOf(element as HTMLElement)),
      pane: element.closest('.crm-pane'),
    }
  }
  useLayoutEffect(() => {
    if (!held.current) return
    const { element, position, pane } = held.current
    const rows = getRows()
    if (element.isConnected) hold(element)
    else if (isFocusLost(pane)) (rows[position] ?? rows.at(-1) ?? pane)?.focus()
    else hold(null)
  })
  return { list, hold }
}
