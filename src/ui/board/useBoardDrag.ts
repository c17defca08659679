import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { useStableFunction } from '../../react/useStableFunction.ts'
import { dragBoard, type BoardDrag, type BoardDragEvent } from './boardDrag.ts'
import type { BoardColumn } from '../../domain/boardColumns.ts'
import { takeKey } from '../takeKey.ts'
import { findColumnElement, findNextCard, toSteps } from './boardFocus.ts'
import { createPointerDrag, moveTo, type PointerDrag } from './pointerDrag.ts'

export interface UseBoardDragOptions {
  readonly board: RefObject<HTMLElement | null>
  readonly columns: readonly BoardColumn[]
  /** `false`: this card cannot be taken now. */
  readonly canPickUp: (conversationId: string) => boolean
  /** Told of every step, with what it was before. */
  readonly onStep: (before: BoardDrag | null, after: BoardDrag) => void
  readonly onDrop: (conversationId: string, toColumnId: string) => void
  readonly onCancel: (drag: BoardDrag) => void
  /** Somebody else has moved or removed the card that was held. */
  readonly onTaken: (drag: BoardDrag) => void
}

/** What is held on the board, by whichever hand, and the handlers for both. */
export function useBoardDrag(options: UseBoardDragOptions) {
  const { board, columns, canPickUp, onStep, onDrop, onCancel, onTaken } = options
  const [drag, setDrag] = useState<BoardDrag | null>(null)
  /** Pointers speak between two renders: what counts is the last that was said. */
  const held = useRef<BoardDrag | null>(null)
  const pointer = useRef<PointerDrag | null>(null)

  const send = useStableFunction((event: BoardDragEvent) => {
    const before = held.current
    const after = dragBoard(before, event, columns)
    if (after === before) return
    held.current = after
    setDrag(after)
    if (after?.by === 'keyboard' && after.overColumnId !== before?.overColumnId) {
      findColumnElement(board.current, after.overColumnId)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
    if (after) onStep(before, after)
    else if (before && event.type === 'columns') onTaken(before)
  })
  const end = useStableFunction((isDrop: boolean) => {
    const before = held.current
    send({ type: 'ended' })
    if (!before) return
    const { conversationId, fromColumnId, overColumnId } = before
    if (isDrop && overColumnId !== null && overColumnId !== fromColumnId) onDrop(conversationId, overColumnId)
    else onCancel(before)
  })
  const pickUp = useStableFunction((by: BoardDrag['by'], conversationId: string): boolean => {
    if (held.current || !canPickUp(conversationId)) return false
    send({ type: 'picked-up', by, conversationId })
    return Boolean(held.current)
  })
  useEffect(() => {
    if (!board.current) return
    const made = createPointerDrag({
      board: board.current,
      onPickUp: (conversationId) => pickUp('pointer', conversationId),
      onOver: (columnId) => send({ type: 'over', columnId }),
      onEnd: end,
    })
    pointer.current = made
    return made.stop
  }, [board, send, end, pickUp])
  useLayoutEffect(() => {
    const before = held.current
    send({ type: 'columns' })
    if (before && !held.current) pointer.current?.release()
  })

  const onKeyDown = (event: KeyboardEvent) => {
    const card = (event.target as Element).closest('.crm-card-open')?.closest<HTMLElement>('[data-card-id]')
    const { key } = event
    if (!card || held.current?.by === 'pointer') return
    if (!held.current) {
      const next = findNextCard(card, key)
      if (key === ' ') pickUp('keyboard', card.dataset['cardId'] ?? '')
      else if (!next) return
      next?.focus()
    } else if (key === ' ' || key === 'Enter') end(true)
    else if (key === 'Escape') end(false)
    else if (/^(Arrow|Home|End)/.test(key)) {
      send({ type: 'stepped', steps: { Home: -Infinity, End: Infinity }[key] ?? toSteps(key, card) })
    } else return
    takeKey(event)
  }
  /** Firefox presses a button by the release of Space, whatever became of the key's going down. */
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key === ' ' && (event.target as Element).matches('.crm-card-open')) event.preventDefault()
  }
  /** A card held by the keyboard stays where the focus is. */
  const onBlur = () => {
    if (held.current?.by === 'keyboard') end(false)
  }
  const place = (ghost: HTMLElement) => {
    if (drag?.by === 'pointer') return pointer.current?.place(ghost)
    const { left = 0, top = 0 } =
      findColumnElement(board.current, drag && drag.overColumnId)?.getBoundingClientRect() ?? {}
    moveTo(ghost, left + KEYBOARD_PX, top + KEYBOARD_TOP_PX)
  }
  return { drag, place, handlers: { onKeyDown, onKeyUp, onBlur } }
}

/** Where the picture of a card that is held by the keyboard lies in its column: over the first card, a little aside. */
const KEYBOARD_PX = 14
const KEYBOARD_TOP_PX = 52
