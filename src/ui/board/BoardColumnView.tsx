'use client'
import { memo, type ComponentType, type ReactNode } from 'react'
import { useLanguage } from '../languages/useLanguage.ts'
import { LoadMore } from '../LoadMore.tsx'
import { ConversationListSkeleton } from '../Skeletons.tsx'
import { StateNotice } from '../StateNotice.tsx'
import type { BoardAssignee } from './BoardCard.tsx'
import type { BoardColumn } from '../../domain/boardColumns.ts'
import { BoardRow, type BoardRowShared } from './BoardRow.tsx'
import { useGrowingList } from './useGrowingList.ts'

export interface BoardColumnSlotProps {
  readonly column: BoardColumn
}

export interface BoardColumnViewProps extends BoardColumnSlotProps {
  readonly selectedId: string | null
  readonly heldId: string | null
  readonly isOver: boolean
  readonly movingIds: ReadonlySet<string>
  /** The card that had the focus last; Tab comes back to it. */
  readonly focusedId: string | undefined
  readonly assignees: Readonly<Record<string, BoardAssignee>>
  readonly shared: BoardColumnShared
}

/** What all columns of a board have: the same object in every render. */
export interface BoardColumnShared extends BoardRowShared {
  readonly ColumnHeader: ComponentType<BoardColumnSlotProps>
  readonly Empty: ComponentType<BoardColumnSlotProps>
  readonly onLoadMore: ((columnId: string) => void) | undefined
  readonly onReload: ((columnId: string) => void) | undefined
}

/** One column: its header stays, its cards scroll. */
export const BoardColumnView = memo(function BoardColumnView(props: BoardColumnViewProps): ReactNode {
  const { words } = useLanguage()
  const { column, focusedId, assignees, shared } = props
  const { ColumnHeader, Empty } = shared
  const { id, conversations, isPending, isError } = column
  const tabStopId = conversations.some((each) => each.id === focusedId) ? focusedId : conversations[0]?.id
  const isEmpty = conversations.length === 0
  const reload = () => shared.onReload?.(id)
  const { count, end } = useGrowingList(conversations.length)
  // Who has just been moved here is looked for, however far down the latest activity puts it.
  const last = conversations.findLastIndex((each) => each.id === focusedId || props.movingIds.has(each.id))
  const shown = conversations.slice(0, Math.max(count, last + 1))
  return (
    <section className="crm-column" aria-label={column.title} data-column-id={id} data-over={props.isOver || undefined}>
      <ColumnHeader column={column} />
      {isPending && <ConversationListSkeleton />}
      {!isPending &&
        isEmpty &&
        (isError ? <StateNotice title={words.conversationsFailed} onRetry={reload} /> : <Empty column={column} />)}
      {!isPending && !isEmpty && (
        <ul className="crm-cards">
          {shown.map((conversation) => (
            <BoardRow
              key={conversation.id}
              conversation={conversation}
              assigneeName={assignees[conversation.assigneeId ?? '']?.name}
              assigneeAvatarUrl={assignees[conversation.assigneeId ?? '']?.avatarUrl}
              isMoving={props.movingIds.has(conversation.id)}
              isSelected={conversation.id === props.selectedId}
              isHeld={conversation.id === props.heldId}
              isTabStop={conversation.id === tabStopId}
              shared={shared}
            />
          ))}
          {shown.length < conversations.length && <li ref={end} className="crm-more" aria-hidden="true" />}
          {shown.length === conversations.length && (
            <LoadMore
              {...column}
              failed={isError && words.conversationsFailed}
              onRetry={reload}
              onLoadMore={() => shared.onLoadMore?.(id)}
            />
          )}
        </ul>
      )}
    </section>
  )
})

/** A column's title, and how many conversations are in it. */
export function BoardColumnHeader({ column }: BoardColumnSlotProps): ReactNode {
  const { words, formats } = useLanguage()
  const count = formats.count(column.count ?? column.conversations.length)
  return (
    <header className="crm-column-header">
      <h2 dir="auto">{column.title}</h2>
      {!column.isPending && (
        <span className="crm-time">
          <span aria-hidden="true">{count.text}</span>
          <span className="crm-hidden">{words.columnCount(count)}</span>
        </span>
      )}
    </header>
  )
}

/** What stands in a column without conversations. */
export function BoardColumnEmpty(): ReactNode {
  const { words } = useLanguage()
  return <p className="crm-column-empty">{words.columnEmpty}</p>
}
