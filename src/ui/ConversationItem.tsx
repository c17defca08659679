'use client'
import { memo, type ReactNode } from 'react'
import type { Conversation } from '../domain/conversation.ts'
import { Avatar } from './Avatar.tsx'
import { toContactName } from './contactName.ts'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'

export interface ConversationItemProps {
  readonly conversation: Conversation
  readonly isSelected: boolean
  readonly onSelect: (conversationId: string) => void
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** One conversation in the list. Renders again only when it changes. */
export const ConversationItem = memo(function ConversationItem(props: ConversationItemProps): ReactNode {
  const { words, formats } = useLanguage()
  const { conversation, isSelected, onSelect, className } = props
  const { id, contact, lastMessageAt, lastMessagePreview, unreadCount } = conversation
  return (
    <button
      type="button"
      className={cx('crm-item', className)}
      aria-current={isSelected ? 'true' : undefined}
      data-unread={unreadCount > 0 ? '' : undefined}
      onClick={() => onSelect(id)}
    >
      <Avatar contact={contact} />
      <span className="crm-item-name" dir="auto">
        {toContactName(contact, words)}
      </span>
      <span className="crm-item-end crm-time">
        {lastMessageAt !== null && <time dateTime={lastMessageAt}>{formats.when(lastMessageAt)}</time>}
      </span>
      <span className="crm-item-preview" dir="auto">
        {lastMessagePreview}
      </span>
      {unreadCount > 0 && (
        <span className="crm-item-end crm-badge">
          <span aria-hidden="true">
            {unreadCount > 99 ? `${formats.count(99).text}+` : formats.count(unreadCount).text}
          </span>
          <span className="crm-hidden">{words.unread(formats.count(unreadCount))}</span>
        </span>
      )}
    </button>
  )
})
