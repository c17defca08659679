import { memo, type ReactNode } from 'react'
import type { Conversation } from '../domain/conversation.ts'
import { Avatar } from './Avatar.tsx'
import { formatWhen } from './formatTime.ts'
import { words } from './words.ts'

export interface ConversationItemProps {
  readonly conversation: Conversation
  readonly isSelected: boolean
  readonly onSelect: (conversationId: string) => void
}

/** One conversation in the list. Renders again only when it changes. */
export const ConversationItem = memo(function ConversationItem(props: ConversationItemProps): ReactNode {
  const { conversation, isSelected, onSelect } = props
  const { id, contact, lastMessageAt, lastMessagePreview, unreadCount } = conversation
  return (
    <button
      type="button"
      className="crm-item"
      aria-current={isSelected ? 'true' : undefined}
      data-unread={unreadCount > 0 ? '' : undefined}
      onClick={() => onSelect(id)}
    >
      <Avatar contact={contact} />
      <span className="crm-item-name">
        <bdi>{toContactName(contact)}</bdi>
      </span>
      <span className="crm-item-end crm-time">
        {lastMessageAt !== null && <time dateTime={lastMessageAt}>{formatWhen(lastMessageAt)}</time>}
      </span>
      <span className="crm-item-preview">
        <bdi>{lastMessagePreview}</bdi>
      </span>
      {unreadCount > 0 && (
        <span className="crm-item-end crm-badge">
          <span aria-hidden="true">{unreadCount > 99 ? '99+' : unreadCount}</span>
          <span className="crm-hidden">{words.unread(unreadCount)}</span>
        </span>
      )}
    </button>
  )
})

/** A name, or the number as people write it, or a word for neither. */
export function toContactName({ name, phone }: Conversation['contact']): string {
  return name ?? formatPhone(phone) ?? words.unknownContact
}

/** `5511988887777` → `+55 11 98888-7777`; other countries in plain groups. */
export function formatPhone(phone: string | null): string | null {
  if (phone === null) return null
  const brazilian = /^55(\d{2})(\d{4,5})(\d{4})$/.exec(phone)
  return brazilian ? `+55 ${brazilian[1]} ${brazilian[2]}-${brazilian[3]}` : `+${phone}`
}
