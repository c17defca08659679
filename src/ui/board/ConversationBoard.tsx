'use client'
import { useId, useRef, useState, type ComponentType, type ReactNode } from 'react'
import { toContactName } from '../contactName.ts'
import { cx } from '../cx.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { useStable } from '../useStable.ts'
import { useStableFunction } from '../../react/useStableFunction.ts'
import { useVoice, Voice } from '../Voice.tsx'
import { BoardCard, type BoardAssignee, type BoardCardProps } from './BoardCard.tsx'
import { BoardColumnEmpty, BoardColumnHeader, BoardColumnView, type BoardColumnSlotProps } from './BoardColumnView.tsx'
import { BoardGhost } from './BoardGhost.tsx'
import { BoardNotices, type BoardNotice } from './BoardNotices.tsx'
import { findCard, findColumn, type BoardColumn, type BoardMove } from '../../domain/boardColumns.ts'
import { MoveMenu } from './MoveMenu.tsx'
import { useArrivals } from './useArrivals.ts'
import { useBoardDrag } from './useBoardDrag.ts'
import { useBoardMoves } from '../../react/useBoardMoves.ts'
import { useKeptFocus } from './useKeptFocus.ts'

interface Menu {
  readonly conversationId: string
  readonly columnId: string | undefined
  readonly button: HTMLElement
}

export interface ConversationBoardProps {
  /** In the order of reading. They may change at any time, also while a card is held. */
  readonly columns: readonly BoardColumn[]
  /**
   * A card was moved. It sits in its new place while a promise is pending, marked as moving; a rejection puts it back and
   * says so. `columns` has two seconds after that to show the move itself.
   */
  readonly onMove: (move: BoardMove) => unknown
  readonly onSelect?: ((conversationId: string) => void) | undefined
  /** Default: none. */
  readonly selectedId?: string | null
  readonly onLoadMore?: ((columnId: string) => void) | undefined
  readonly onReload?: ((columnId: string) => void) | undefined
  /** Names and pictures by `assigneeId`. Default: assignees are not shown. */
  readonly assignees?: Readonly<Record<string, BoardAssignee>>
  readonly slots?: ConversationBoardSlots | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Pieces that can be replaced. */
export interface ConversationBoardSlots {
  /** Stands inside a button: text and pictures only. */
  readonly Card?: ComponentType<BoardCardProps>
  readonly ColumnHeader?: ComponentType<BoardColumnSlotProps>
  readonly Empty?: ComponentType<BoardColumnSlotProps>
}

const NOBODY: Readonly<Record<string, BoardAssignee>> = {}

/**
 * Conversations in columns, moved by mouse, finger, keyboard or menu. A drop chooses a column, not a place in it: there
 * the latest activity comes first, as in every list.
 *
 * @example
 * <ConversationBoard columns={columns} onMove={({ conversationId, toColumnId }) =>
 *   client.updateConversation(conversationId, { stageId: toColumnId })} onSelect={open} />
 */
export function ConversationBoard(props: ConversationBoardProps): ReactNode {
  const { words, formats, locale, direction } = useLanguage()
  const { selectedId = null, assignees = NOBODY, slots = {} } = props
  const { Card = BoardCard, ColumnHeader = BoardColumnHeader, Empty = BoardColumnEmpty } = slots
  const board = useRef<HTMLDivElement>(null)
  const hintId = useId()
  const [spoken, say] = useVoice()
  const [notices, setNotices] = useState<readonly BoardNotice[]>([])
  const [menu, setMenu] = useState<Menu | null>(null)
  /** By its id, also when it is not on the board any more. */
  const [names] = useState(() => new Map<string, string>())
  const getName = (conversationId: string): string => {
    const contact = findCard(props.columns, conversationId)?.conversation.contact
    if (contact) names.set(conversationId, toContactName(contact, words))
    return names.get(conversationId) ?? words.unknownContact
  }
  const getTitle = (columnId: string | null) => findColumn(props.columns, columnId)?.title ?? ''

  const dismiss = (conversationId: string) =>
    setNotices((all) => all.filter((notice) => notice.conversationId !== conversationId))
  const notify = (conversationId: string, text: string, refused: BoardMove | null = null) => {
    say(text)
    dismiss(conversationId)
    setNotices((all) => [...all, { conversationId, text, refused }])
  }
  const { placed, movingIds, move } = useBoardMoves({
    columns: props.columns,
    onMove: props.onMove,
    onRefused: (refused) => {
      const { conversationId, toColumnId } = refused
      notify(conversationId, words.notMoved(getName(conversationId), getTitle(toColumnId)), refused)
    },
  })
  const start = (conversationId: string, toColumnId: string) => {
    dismiss(conversationId)
    const fromColumnId = findCard(placed, conversationId)?.column.id
    if (fromColumnId === undefined || fromColumnId === toColumnId) return
    say(words.moved(getName(conversationId), getTitle(toColumnId)))
    move({ conversationId, fromColumnId, toColumnId })
  }
  const { drag, place, handlers } = useBoardDrag({
    board,
    columns: placed,
    canPickUp: (conversationId) => !movingIds.has(conversationId),
    onStep: (before, { by, conversationId, fromColumnId, overColumnId }) => {
      const over = findColumn(placed, overColumnId)
      if (!before) {
        dismiss(conversationId)
        say(
          `${words.pickedUp(getName(conversationId), getTitle(fromColumnId))} ${by === 'keyboard' ? words.heldHint : ''}`,
        )
      } else if (!over) say(words.overNothing)
      else say(words.over(over.title, words.columnCount(formats.count(over.count ?? over.conversations.length))))
    },
    onDrop: start,
    onCancel: ({ conversationId, fromColumnId }) => say(words.stays(getName(conversationId), getTitle(fromColumnId))),
    onTaken: ({ conversationId }) => {
      const column = findCard(placed, conversationId)?.column.title ?? null
      notify(conversationId, words.taken(getName(conversationId), column))
    },
  })
  useArrivals(board, placed)
  const focus = useKeptFocus(board)

  const shared = useStable({
    ...{ Card, ColumnHeader, Empty, hintId },
    onSelect: useStableFunction(props.onSelect),
    onMenu: useStableFunction((conversationId: string, button: HTMLElement) => {
      if (!movingIds.has(conversationId)) {
        setMenu({ conversationId, button, columnId: findCard(placed, conversationId)?.column.id })
      }
    }),
    onLoadMore: useStableFunction(props.onLoadMore),
    onReload: useStableFunction(props.onReload),
  })
  const held = drag && findCard(placed, drag.conversationId)
  const chosen = menu && findCard(placed, menu.conversationId)
  // Its button is gone with the card, also to another column; it does not open by itself when the card comes back.
  if (menu && chosen?.column.id !== menu.columnId) setMenu(null)
  return (
    <div className={cx('crm-root crm-board', props.className)} lang={locale} dir={direction}>
      <BoardNotices
        notices={notices}
        // The button that has the focus goes; it goes on at the card.
        onRetry={(refused) => {
          focus.focusCard(refused.conversationId)
          start(refused.conversationId, refused.toColumnId)
        }}
        onDismiss={(conversationId) => {
          focus.focusCard(conversationId)
          dismiss(conversationId)
        }}
      />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it hears the keys of its cards */}
      <div
        ref={board}
        className="crm-columns"
        role="group"
        aria-label={words.board}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
        data-dragging={drag?.by}
        {...handlers}
        onFocus={focus.onFocus}
        onBlur={(event) => {
          focus.onBlur(event)
          handlers.onBlur()
        }}
      >
        {placed.map((column) => (
          <BoardColumnView
            key={column.id}
            shared={shared}
            column={column}
            assignees={assignees}
            selectedId={selectedId}
            heldId={drag?.conversationId ?? null}
            isOver={drag?.overColumnId === column.id}
            movingIds={movingIds}
            focusedId={focus.focusedIds[column.id]}
          />
        ))}
      </div>
      {drag && held && (
        <BoardGhost
          hasUnread={held.conversation.unreadCount > 0}
          label={
            drag.overColumnId !== null &&
            drag.overColumnId !== drag.fromColumnId &&
            words.moveHere(getTitle(drag.overColumnId))
          }
          place={place}
        >
          <Card
            conversation={held.conversation}
            assignee={assignees[held.conversation.assigneeId ?? ''] ?? null}
            isMoving={false}
          />
        </BoardGhost>
      )}
      {menu && chosen && (
        <MoveMenu
          key={menu.conversationId}
          label={words.moveTo(getName(menu.conversationId))}
          columns={placed}
          columnId={chosen.column.id}
          button={menu.button}
          onChoose={(toColumnId) => start(menu.conversationId, toColumnId)}
          onClose={() => {
            setMenu(null)
            focus.onLeave()
          }}
        />
      )}
      <p className="crm-hidden" id={hintId}>
        {words.boardHint}
      </p>
      <Voice spoken={spoken} />
    </div>
  )
}
