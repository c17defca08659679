import type { Conversation } from '../../domain/conversation.ts'
import type { BoardColumn } from '../../domain/boardColumns.ts'

/** A card that stands somewhere else than before, and from where it came: -1, 0 or 1 on either axis. */
export interface ArrivedCard {
  readonly conversationId: string
  /** In the order of reading: -1 came from an earlier column. */
  readonly inline: number
  /** 1 came from further down in its column. */
  readonly block: number
}

interface Place {
  readonly column: number
  readonly row: number
  readonly conversation: Conversation
}

/** Which cards moved by themselves; one that only made room for another did not. Nothing for columns that just loaded. */
export function findArrivedCards(
  before: readonly BoardColumn[],
  after: readonly BoardColumn[],
): readonly ArrivedCard[] {
  const old = toPlaces(before)
  const arrived: ArrivedCard[] = []
  after.forEach((column, index) => {
    const known = before.find(({ id }) => id === column.id)
    if (!known || known.isPending || known.conversations === column.conversations) return
    column.conversations.forEach((conversation, row) => {
      const place = old.get(conversation.id)
      const inline = place ? Math.sign(place.column - index) : 0
      const hasRisen = place && place.conversation !== conversation && place.row > row
      const block = inline === 0 && hasRisen ? 1 : 0
      // What comes at the end is the next page.
      const isNew = !place && row < known.conversations.length
      if (isNew || inline !== 0 || block) arrived.push({ conversationId: conversation.id, inline, block })
    })
  })
  return arrived
}

function toPlaces(columns: readonly BoardColumn[]): ReadonlyMap<string, Place> {
  return new Map(
    columns.flatMap(({ conversations }, column) =>
      conversations.map((conversation, row) => [conversation.id, { column, row, conversation }] as const),
    ),
  )
}
