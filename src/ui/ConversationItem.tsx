'use client'
import { memo, type ReactNode } from 'react'
import type { Conversation } from '../domain/conversation.ts'
import type { PresenceStatus } from '../domain/presence.ts'
import { Assignee } from './Assignee.tsx'
import { toContactName } from './contactName.ts'
import { cx } from './cx.ts'
import { Face } from './Face.tsx'
import { ItemLines } from './ItemLines.tsx'
import { useLanguage } from './languages/useLanguage.ts'
import { toWaiting } from '../domain/toWaiting.ts'
import { UnreadBadge } from './UnreadBadge.tsx'
import { useNow } from '../react/useNow.ts'

export interface ConversationItemProps {
  readonly conversation: Conversation
  readonly isSelected: boolean
  readonly onSelect: (conversationId: string) => void
  /** The customer is writing right now. Default `false`. */
  readonly isTyping?: boolean
  /** Whether the customer is there, where that is known. */
  readonly presence?: PresenceStatus | undefined
  /** Which colleague answers it, where that is to be shown. */
  readonly assigneeName?: string | null | undefined
  /** `-1`: reached by the arrow keys, not by Tab. */
  readonly tabIndex?: 0 | -1 | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** One conversation in the list. Renders again only when it, or what the time makes of it, changes. */
export const ConversationItem = memo(function ConversationItem(props: ConversationItemProps): ReactNode {
  const { words, formats } = useLanguage()
  const { conversation, isSelected, onSelect, isTyping, presence, assigneeName, tabIndex, className } = props
  const { id, contact, lastMessageAt, lastMessagePreview, unreadCount } = conversation
  const waits = useNow((now) => {
    const waitingMs = toWaiting(conversation, now)
    return waitingMs && words.waits(formats.duration(waitingMs))
  })
  return (
    <button
      type="button"
      className={cx('crm-item', className)}
      aria-current={isSelected || undefined}
      data-conversation-id={id}
      data-unread={unreadCount > 0 || undefined}
      data-typing={isTyping || undefined}
      tabIndex={tabIndex}
      onClick={() => onSelect(id)}
    >
      <Face contact={contact} presence={presence} />
      <ItemLines
        name={toContactName(contact, words)}
        at={lastMessageAt}
        preview={isTyping ? words.typing(null) : lastMessagePreview}
      >
        <span className="crm-item-end">
          {waits && <span className="crm-waits">{waits}</span>}
          {assigneeName && <Assignee className="crm-assignee" name={assigneeName} />}
          <UnreadBadge count={unreadCount} />
        </span>
      </ItemLines>
    </button>
  )
})
