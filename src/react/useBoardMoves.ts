'use client'
import { useEffect, useMemo, useReducer } from 'react'
import type { BoardColumn, BoardMove } from '../domain/boardColumns.ts'
import { placeMoves, reduceMoves, type PendingMove } from '../domain/pendingMoves.ts'
import { useStableFunction } from './useStableFunction.ts'

/** So long an accepted move may take to come back in the columns: answer and news travel on different roads. */
const NEWS_MS = 2_000
const NONE: readonly PendingMove[] = []

export interface UseBoardMovesOptions {
  /** As they are known: they may change at any time. */
  readonly columns: readonly BoardColumn[]
  /** Makes the move. While its promise is pending the card sits in its new place; a rejection puts it back. */
  readonly onMove: (move: BoardMove) => unknown
  /** It was put back. */
  readonly onRefused: (move: BoardMove) => void
}

export interface UseBoardMovesResult {
  /** The columns as they will be; what no move touches is the same object. */
  readonly placed: readonly BoardColumn[]
  /** The conversations whose move is on its way. */
  readonly movingIds: ReadonlySet<string>
  /** The same function in every render. */
  readonly move: (move: BoardMove) => void
}

/**
 * The moves of a board, whatever drags its cards: each is in its new place while its move is on its way, though the columns
 * still show the old one, and goes back when it is refused. `columns` has two seconds after the answer to show the move.
 */
export function useBoardMoves({ columns, onMove, onRefused }: UseBoardMovesOptions): UseBoardMovesResult {
  const [moves, dispatch] = useReducer(reduceMoves, NONE)
  const placed = useMemo(() => placeMoves(columns, moves), [columns, moves])
  const movingIds = useMemo(
    () => new Set(moves.filter(({ isAccepted }) => !isAccepted).map(({ conversationId }) => conversationId)),
    [moves],
  )
  useEffect(() => dispatch({ type: 'columns', columns }), [columns])
  useEffect(() => {
    if (!moves.some(({ isAccepted }) => isAccepted)) return
    const timer = setTimeout(() => dispatch({ type: 'settled' }), NEWS_MS)
    return () => clearTimeout(timer)
  }, [moves])
  const move = useStableFunction((next: BoardMove) => {
    dispatch({ type: 'started', move: next })
    const settle = async () => {
      try {
        await onMove(next)
        dispatch({ type: 'accepted', move: next })
      } catch {
        dispatch({ type: 'refused', move: next })
        onRefused(next)
      }
    }
    void settle()
  })
  return { placed, movingIds, move }
}
