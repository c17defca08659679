'use client'
import type { ReactNode, Ref } from 'react'
import { formatPhone, toChannelName, type Conversation } from '../domain/conversation.ts'
import type { Presence } from '../domain/presence.ts'
import { Avatar } from './Avatar.tsx'
import { toContactName } from './contactName.ts'
import type { ConversationThreadProps } from './ConversationThread.tsx'
import { IconButton } from './IconButton.tsx'
import { BACK_PATH, DETAILS_PATH } from './icons.tsx'
import { useLanguage } from './languages/useLanguage.ts'
import { Viewers } from './Viewers.tsx'

export interface ThreadHeaderProps extends Pick<
  ConversationThreadProps,
  'onBack' | 'onShowDetails' | 'userId' | 'toUserName'
> {
  readonly header: Ref<HTMLElement>
  /** `null` while it is not known. */
  readonly conversation: Conversation | null
  readonly presences: readonly Presence[]
}

/** Whose conversation it is, who answers it, and who else looks at it. */
export function ThreadHeader(props: ThreadHeaderProps): ReactNode {
  const { header, conversation, presences, onBack, onShowDetails, userId, toUserName } = props
  const { words } = useLanguage()
  const contact = conversation?.contact
  const assigneeId = conversation?.assigneeId
  const assigneeName = assigneeId && toUserName?.(assigneeId)
  const assignee = assigneeId && assigneeId === userId ? words.withYou : assigneeName && words.assignedTo(assigneeName)
  return (
    <header className="crm-header" ref={header}>
      <IconButton className="crm-back" label={words.back} path={BACK_PATH} onClick={onBack} />
      {contact && <Avatar contact={contact} />}
      <div className="crm-header-text">
        <h2>
          <bdi>{contact ? toContactName(contact, words) : ' '}</bdi>
        </h2>
        <div className="crm-time">{conversation && toSubtitle(conversation)}</div>
      </div>
      {assignee && <span className="crm-tag">{assignee}</span>}
      <Viewers presences={presences} />
      {onShowDetails && (
        <IconButton label={words.showDetails} path={DETAILS_PATH} aria-haspopup="dialog" onClick={onShowDetails} />
      )}
    </header>
  )
}

/** The channel, and the number where the title does not say it already. */
function toSubtitle({ channel, contact }: Conversation): string {
  const { name, phone } = contact
  return [toChannelName(channel), name && formatPhone(phone)].filter(Boolean).join(' · ')
}
