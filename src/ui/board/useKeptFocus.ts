import { useLayoutEffect, useRef, useState, type FocusEvent, type RefObject } from 'react'
import { findCardButton, findColumnElement, findTabStop } from './boardFocus.ts'

const NONE: Readonly<Record<string, string>> = {}

/** The focus goes where its card goes; when the card is gone, it stays in the column. */
export function useKeptFocus(board: RefObject<HTMLElement | null>) {
  const [focusedIds, setFocusedIds] = useState(NONE)
  const focused = useRef<{ readonly columnId: string; readonly conversationId: string } | null>(null)
  const onFocus = ({ target }: FocusEvent) => {
    const conversationId = target.closest<HTMLElement>('[data-card-id]')?.dataset['cardId']
    const columnId = target.closest<HTMLElement>('[data-column-id]')?.dataset['columnId']
    focused.current = conversationId === undefined || columnId === undefined ? null : { columnId, conversationId }
    if (focused.current === null || columnId === undefined || conversationId === undefined) return
    setFocusedIds((known) => (known[columnId] === conversationId ? known : { ...known, [columnId]: conversationId }))
  }
  const onBlur = () => {
    focused.current = null
  }
  useLayoutEffect(() => {
    // What held the focus is not in the page any more, and nothing else has taken it.
    if (board.current === null || focused.current === null || document.activeElement !== document.body) return
    const { conversationId, columnId } = focused.current
    const target =
      findCardButton(board.current, conversationId) ?? findTabStop(findColumnElement(board.current, columnId))
    target?.focus()
  })
  return { focusedIds, onFocus, onBlur }
}
