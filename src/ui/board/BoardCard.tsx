'use client'
import type { ReactNode } from 'react'
import type { Conversation } from '../../domain/conversation.ts'
import { Assignee } from '../Assignee.tsx'
import { Avatar } from '../Avatar.tsx'
import { toContactName } from '../contactName.ts'
import { ItemLines } from '../ItemLines.tsx'
import { useLanguage } from '../languages/useLanguage.ts'
import { UnreadBadge } from '../UnreadBadge.tsx'

/** Whoever a conversation is assigned to. */
export interface BoardAssignee {
  readonly name: string
  readonly avatarUrl?: string | null
}

export interface BoardCardProps {
  readonly conversation: Conversation
  /** `null`: nobody, or nobody known here. */
  readonly assignee: BoardAssignee | null
  /** Its move is on its way. */
  readonly isMoving: boolean
}

/** So many labels; the rest is a number. */
const LABELS = 2

/** What stands on a card of the board. It is inside a button: text and pictures only. */
export function BoardCard({ conversation, assignee, isMoving }: BoardCardProps): ReactNode {
  const { words, formats } = useLanguage()
  const { contact, lastMessageAt, lastMessagePreview, unreadCount, priority } = conversation
  const labels = [...new Set(conversation.labels)]
  const more = labels.length - LABELS
  return (
    <>
      <Avatar contact={contact} />
      <ItemLines name={toContactName(contact, words)} at={lastMessageAt} preview={lastMessagePreview}>
        <UnreadBadge count={unreadCount} />
      </ItemLines>
      <span className="crm-card-foot">
        {isMoving && <em>{words.moving}</em>}
        {priority && (
          <span className="crm-priority" data-priority={priority}>
            {words.priority[priority]}
          </span>
        )}
        {labels.slice(0, LABELS).map((label) => (
          <span className="crm-tag" key={label} dir="auto">
            {label}
          </span>
        ))}
        {more > 0 && <span className="crm-time">+{formats.count(more).text}</span>}
        {assignee && <Assignee className="crm-card-assignee" {...assignee} />}
      </span>
    </>
  )
}
