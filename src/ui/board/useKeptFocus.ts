import { useLayoutEffect, useRef, useState, type FocusEvent, type RefObject } from 'react'
import { isFocusLost } from '../isFocusLost.ts'
import { findCardButton, findColumnElement, findTabStop } from './boardFocus.ts'

const NONE: Readonly<Record<string, string>> = {}

/** The focus goes where its card goes; when the card is gone, it stays in the column, or at least on the board. */
export function useKeptFocus(board: RefObject<HTMLElement | null>) {
  const [focusedIds, setFocusedIds] = useState(NONE)
  const focused = useRef<{ readonly columnId: string; readonly conversationId: string } | null>(null)
  const onFocus = ({ target }: FocusEvent) => {
    const conversationId = target.closest<HTMLElement>('[data-card-id]')?.dataset['cardId'] ?? ''
    const columnId = target.closest<HTMLElement>('[data-column-id]')?.dataset['columnId']
    // It waits here for what comes into the column that it was in.
    if (target === board.current) return
    // A column's id may be empty: of what has no stage.
    focused.current = columnId === undefined ? null : { columnId, conversationId }
    if (columnId === undefined || !conversationId) return
    setFocusedIds((known) => (known[columnId] === conversationId ? known : { ...known, [columnId]: conversationId }))
  }
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    // A card's menu belongs to the card: should that go, the focus in the menu goes with it.
    if (relatedTarget?.closest('.crm-menu') == null) focused.current = null
  }
  const onLeave = () => {
    if (board.current?.contains(document.activeElement) === false) focused.current = null
  }
  const focusCard = (conversationId: string, columnId = '') => {
    if (!board.current) return
    const column = findColumnElement(board.current, columnId)
    const target =
      findCardButton(board.current, conversationId) ??
      findTabStop(column) ??
      column?.querySelector<HTMLElement>('.crm-link') ??
      board.current
    target.focus()
  }
  useLayoutEffect(() => {
    // What held the focus is not in the page any more, and nothing else has taken it.
    if (!focused.current || !isFocusLost(board.current)) return
    focusCard(focused.current.conversationId, focused.current.columnId)
  })
  return { focusedIds, focusCard, onFocus, onBlur, onLeave }
}
