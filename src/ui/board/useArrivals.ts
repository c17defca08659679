import { useLayoutEffect, useRef, type RefObject } from 'react'
import type { BoardColumn } from '../../domain/boardColumns.ts'
import { findArrivedCards } from './findArrivedCards.ts'
import { findCardButton, getForward } from './boardFocus.ts'

/** As `--crm-fast` and `--crm-ease`. */
const MOTION = { duration: 120, easing: 'cubic-bezier(0.2, 0, 0, 1)' }
const DISTANCE_PX = 24

/** A card that moves by itself comes from where it was, so that the eye finds it; nothing under reduced motion. */
export function useArrivals(board: RefObject<HTMLElement | null>, columns: readonly BoardColumn[]): void {
  const before = useRef(columns)
  useLayoutEffect(() => {
    const old = before.current
    before.current = columns
    if (!board.current || old === columns || matchMedia('(prefers-reduced-motion: reduce)').matches) return
    const forward = getForward(board.current)
    for (const { conversationId, inline, block } of findArrivedCards(old, columns)) {
      const translate = `${inline * forward * DISTANCE_PX}px ${block * DISTANCE_PX}px`
      findCardButton(board.current, conversationId)?.parentElement?.animate([{ opacity: 0, translate }, {}], MOTION)
    }
  }, [board, columns])
}
