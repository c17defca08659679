import { useLayoutEffect, useRef, type FocusEvent } from 'react'

/** A row's control, and what leads to more rows. */
export const ROWS = 'li > :is(button, a)'

/** The focus goes on to the next row when the one that has it leaves the list, and to the pane with the last of them. */
export function useKeptRow() {
  const list = useRef<HTMLUListElement>(null)
  const held = useRef<{ element: HTMLElement; position: number; pane: HTMLElement | null } | null>(null)
  useLayoutEffect(() => {
    if (!held.current) return
    const rows = [...(list.current?.querySelectorAll<HTMLElement>(ROWS) ?? [])]
    const { element, position, pane } = held.current
    if (element.isConnected) held.current.position = rows.indexOf(element)
    else if (document.activeElement === document.body) (rows[position] ?? rows.at(-1) ?? pane)?.focus()
  })
  return {
    list,
    hold: ({ target, currentTarget }: FocusEvent<HTMLElement>) => {
      const position = [...currentTarget.querySelectorAll(ROWS)].indexOf(target)
      held.current = { element: target, position, pane: target.closest('.crm-pane') }
    },
    onBlur: () => {
      held.current = null
    },
  }
}
