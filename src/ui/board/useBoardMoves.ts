import { useEffect, useMemo, useReducer } from 'react'
import { useStableFunction } from '../useStableFunction.ts'
import type { BoardColumn, BoardMove } from './boardColumns.ts'
import { placeMoves, reduceMoves, type PendingMove } from './pendingMoves.ts'

/** So long an accepted move may take to come back in the columns: answer and news travel on different roads. */
const NEWS_MS = 2_000
const NONE: readonly PendingMove[] = []

export interface UseBoardMovesOptions {
  readonly columns: readonly BoardColumn[]
  readonly onMove: (move: BoardMove) => unknown
  readonly onRefused: (move: BoardMove) => void
}

/** The columns as they will be: a card sits in its new place while its move is on its way, and goes back when it is refused. */
export function useBoardMoves({ columns, onMove, onRefused }: UseBoardMovesOptions) {
  const [moves, dispatch] = useReducer(reduceMoves, NONE)
  const placed = useMemo(() => placeMoves(columns, moves), [columns, moves])
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
  return { placed, moves, move }
}
