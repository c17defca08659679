'use client'
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { moveFocus } from '../moveFocus.ts'
import { useStableFunction } from '../../react/useStableFunction.ts'
import type { BoardColumn } from '../../domain/boardColumns.ts'

export interface MoveMenuProps {
  /** Read out as the menu's name: `Move Maria Souza to…`. */
  readonly label: string
  readonly columns: readonly BoardColumn[]
  /** Where the card is. */
  readonly columnId: string
  /** What it opens beside. */
  readonly button: HTMLElement
  readonly onChoose: (columnId: string) => void
  readonly onClose: () => void
}

/** Where a card can go, to be chosen without dragging. The browser closes it by Escape and by a press elsewhere. */
export function MoveMenu({ label, columns, columnId, button, onChoose, onClose }: MoveMenuProps): ReactNode {
  const menu = useRef<HTMLDivElement>(null)
  const close = useStableFunction(onClose)
  useLayoutEffect(() => {
    const element = menu.current
    if (!element) return
    // The style sheet has it beside this button, wherever there is room.
    element.showPopover({ source: button })
    element.querySelector<HTMLElement>('[aria-checked=true]')?.focus()
    // React 18 hears `toggle` of nothing but a `<details>`.
    const onToggle = (event: Event) => (event as ToggleEvent).newState === 'closed' && close()
    element.addEventListener('toggle', onToggle)
    return () => element.removeEventListener('toggle', onToggle)
  }, [button, close])
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Tab') menu.current?.hidePopover()
    moveFocus(event, 'button', true)
  }
  const choose = (toColumnId: string) => {
    // Gives the focus back to the card first, so that it can go along with it.
    menu.current?.hidePopover()
    if (toColumnId !== columnId) onChoose(toColumnId)
  }
  return (
    <div
      ref={menu}
      className="crm-menu"
      popover="auto"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {columns.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          role="menuitemradio"
          aria-checked={id === columnId}
          tabIndex={-1}
          onClick={() => choose(id)}
        >
          <bdi>{title}</bdi>
        </button>
      ))}
    </div>
  )
}
