import { compareConversations, type Conversation } from './conversation.ts'

/** One column of the board: a stage, an agent, a status; whatever conversations are moved between. */
export interface BoardColumn {
  readonly id: string
  readonly title: string
  /** Latest activity first: a card that is moved here takes its place in that order. */
  readonly conversations: readonly Conversation[]
  /** How many there are in all, where only some are loaded. Default: as many as `conversations`. */
  readonly count?: number | undefined
  readonly isPending?: boolean
  /** The cards that were loaded before stay. */
  readonly isError?: boolean
  readonly hasNextPage?: boolean
  readonly isFetchingNextPage?: boolean
}

/** A card taken from one column to another. */
export interface BoardMove {
  readonly conversationId: string
  readonly fromColumnId: string
  readonly toColumnId: string
}

export function findColumn(columns: readonly BoardColumn[], columnId: string | null): BoardColumn | undefined {
  return columns.find(({ id }) => id === columnId)
}

/** The card and the column it is in; `undefined` when it is nowhere. */
export function findCard(columns: readonly BoardColumn[], conversationId: string) {
  for (const column of columns) {
    const conversation = column.conversations.find(({ id }) => id === conversationId)
    if (conversation) return { column, conversation }
  }
  return undefined
}

/** The column so many steps further in the order of reading; the last one at the end. */
export function getNeighbour(
  columns: readonly BoardColumn[],
  columnId: string,
  steps: number,
): BoardColumn | undefined {
  const index = columns.findIndex(({ id }) => id === columnId)
  return columns[Math.max(0, Math.min(columns.length - 1, index + steps))]
}

/** The columns as they look with a move made; the same array when it changes nothing. */
export function placeMove(columns: readonly BoardColumn[], move: BoardMove): readonly BoardColumn[] {
  const card = findCard(columns, move.conversationId)
  const isThere = card?.column.id === move.toColumnId || !findColumn(columns, move.toColumnId)
  if (!card || isThere) return columns
  const { conversation } = card
  return columns.map((column) => {
    const more = column === card.column ? -1 : column.id === move.toColumnId ? 1 : 0
    if (more === 0) return column
    const others = column.conversations.filter((each) => each !== conversation)
    const index = others.findIndex((each) => compareConversations(conversation, each) < 0)
    const conversations = more === -1 ? others : others.toSpliced(index === -1 ? others.length : index, 0, conversation)
    return { ...column, conversations, ...(column.count !== undefined && { count: column.count + more }) }
  })
}
