import { findCard, placeMove, type BoardColumn, type BoardMove } from './boardColumns.ts'

/** A move that the columns do not show yet. */
export interface PendingMove extends BoardMove {
  /** The answer was yes; the columns may hear of it by another road, a moment later. */
  readonly isAccepted: boolean
  /** Where the card has been since the columns last knew its place: news of its earlier moves may still be on the way. */
  readonly passed: readonly string[]
}

export type PendingMoveEvent =
  | { readonly type: 'started'; readonly move: BoardMove }
  | { readonly type: 'accepted'; readonly move: BoardMove }
  | { readonly type: 'refused'; readonly move: BoardMove }
  /** The columns have changed: what they show now needs no help any more. */
  | { readonly type: 'columns'; readonly columns: readonly BoardColumn[] }
  /** The columns had their time to show what was accepted. */
  | { readonly type: 'settled' }

/** What is on its way, one move a card; the same array when nothing changed. */
export function reduceMoves(moves: readonly PendingMove[], event: PendingMoveEvent): readonly PendingMove[] {
  switch (event.type) {
    case 'started': {
      const before = moves.find((move) => isSame(move, event.move))
      const passed = [...(before?.passed ?? []), event.move.fromColumnId]
      return [...without(moves, event.move), { ...event.move, isAccepted: false, passed }]
    }
    case 'accepted':
      return moves.map((move) => (isAnswered(move, event.move) ? { ...move, isAccepted: true } : move))
    case 'refused':
      return keep(moves, (move) => !isAnswered(move, event.move))
    case 'columns':
      return keep(moves, (move) => {
        const at = findCard(event.columns, move.conversationId)?.column.id
        return at !== undefined && (!move.isAccepted || move.passed.includes(at))
      })
    case 'settled':
      return keep(moves, ({ isAccepted }) => !isAccepted)
  }
}

/** The columns as they look with everything made that is on its way; unchanged columns stay the same objects. */
export function placeMoves(columns: readonly BoardColumn[], moves: readonly PendingMove[]): readonly BoardColumn[] {
  return moves.reduce(placeMove, columns)
}

function without(moves: readonly PendingMove[], move: BoardMove): readonly PendingMove[] {
  return keep(moves, (each) => !isSame(each, move))
}

function isSame(a: BoardMove, b: BoardMove): boolean {
  return a.conversationId === b.conversationId
}

/** Not an earlier move of the card, which has gone on since. */
function isAnswered(move: PendingMove, answered: BoardMove): boolean {
  return isSame(move, answered) && move.toColumnId === answered.toColumnId
}

function keep(moves: readonly PendingMove[], isKept: (move: PendingMove) => boolean): readonly PendingMove[] {
  return moves.every(isKept) ? moves : moves.filter(isKept)
}
