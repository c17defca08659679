import { findCard, findColumn, getNeighbour, type BoardColumn } from '../../domain/boardColumns.ts'

/** A card that is held, and where it would land. */
export interface BoardDrag {
  readonly by: 'pointer' | 'keyboard'
  readonly conversationId: string
  readonly fromColumnId: string
  /** `null`: outside every column, where a drop changes nothing. */
  readonly overColumnId: string | null
}

export type BoardDragEvent =
  | { readonly type: 'picked-up'; readonly by: BoardDrag['by']; readonly conversationId: string }
  | { readonly type: 'over'; readonly columnId: string | null }
  /** An arrow key: so many columns further in the order of reading. */
  | { readonly type: 'stepped'; readonly steps: number }
  | { readonly type: 'ended' }
  /** Somebody else has changed the board. */
  | { readonly type: 'columns' }

/** The next state of a drag over these columns; `null` when nothing is held, the same object when nothing changed. */
export function dragBoard(
  drag: BoardDrag | null,
  event: BoardDragEvent,
  columns: readonly BoardColumn[],
): BoardDrag | null {
  if (event.type === 'picked-up') {
    const columnId = findCard(columns, event.conversationId)?.column.id
    if (drag || columnId === undefined) return drag
    return { by: event.by, conversationId: event.conversationId, fromColumnId: columnId, overColumnId: columnId }
  }
  if (!drag) return null
  switch (event.type) {
    case 'over':
      return hover(drag, event.columnId)
    case 'stepped':
      return hover(drag, getNeighbour(columns, drag.overColumnId ?? drag.fromColumnId, event.steps)?.id ?? null)
    case 'ended':
      return null
    case 'columns': {
      // Who would drop it now would undo what a colleague has just done, without knowing.
      const isStillHere = findCard(columns, drag.conversationId)?.column.id === drag.fromColumnId
      return isStillHere ? hover(drag, findColumn(columns, drag.overColumnId)?.id ?? null) : null
    }
  }
}

function hover(drag: BoardDrag, overColumnId: string | null): BoardDrag {
  return drag.overColumnId === overColumnId ? drag : { ...drag, overColumnId }
}
