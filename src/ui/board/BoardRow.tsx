'use client'
import { memo, type ComponentType, type ReactNode } from 'react'
import { toContactName } from '../contactName.ts'
import { IconButton } from '../IconButton.tsx'
import { useLanguage } from '../languages/useLanguage.ts'
import type { BoardCardProps } from './BoardCard.tsx'

export interface BoardRowProps extends Omit<BoardCardProps, 'assignee'> {
  /** In words, not as an object: one written out in the markup is another one in every render. */
  readonly assigneeName: string | undefined
  readonly assigneeAvatarUrl: string | null | undefined
  readonly isSelected: boolean
  /** It is held: its picture is elsewhere. */
  readonly isHeld: boolean
  /** The one card of its column that Tab stops at. */
  readonly isTabStop: boolean
  readonly shared: BoardRowShared
}

/** What all cards of a board have: the same object in every render. */
export interface BoardRowShared {
  readonly Card: ComponentType<BoardCardProps>
  /** Names what the keys do. */
  readonly hintId: string
  readonly onSelect: ((conversationId: string) => void) | undefined
  readonly onMenu: (conversationId: string, button: HTMLElement) => void
}

/** A card's place in its column, with what can be done to it. Renders again only when it changes. */
export const BoardRow = memo(function BoardRow(props: BoardRowProps): ReactNode {
  const { words } = useLanguage()
  const { conversation, assigneeName: name, assigneeAvatarUrl: avatarUrl = null, isMoving, isTabStop, shared } = props
  const { Card, onSelect, onMenu } = shared
  const { id, contact, unreadCount } = conversation
  const tabIndex = isTabStop ? 0 : -1
  return (
    <li
      className="crm-card"
      data-card-id={id}
      data-held={props.isHeld || undefined}
      data-moving={isMoving || undefined}
    >
      <button
        type="button"
        className="crm-item crm-card-open"
        tabIndex={tabIndex}
        aria-current={props.isSelected || undefined}
        aria-describedby={shared.hintId}
        aria-busy={isMoving}
        data-unread={unreadCount > 0 || undefined}
        onClick={() => onSelect?.(id)}
      >
        <Card
          conversation={conversation}
          assignee={name === undefined ? null : { name, avatarUrl }}
          isMoving={isMoving}
        />
      </button>
      <IconButton
        className="crm-card-menu"
        label={words.moveTo(toContactName(contact, words))}
        path="M4 12h14M13 7l5 5-5 5"
        tabIndex={tabIndex}
        aria-haspopup="menu"
        aria-disabled={isMoving}
        onClick={({ currentTarget }) => onMenu(id, currentTarget)}
      />
    </li>
  )
})
