'use client'
import type { ComponentType, ReactNode } from 'react'
import type { Conversation } from '../domain/conversation.ts'
import type { Presence } from '../domain/presence.ts'
import { ContactCard } from './ContactCard.tsx'
import { cx } from './cx.ts'
import { DetailsField } from './DetailsField.tsx'
import { useLanguage } from './languages/useLanguage.ts'
import { PresenceList } from './PresenceList.tsx'

export interface ConversationDetailsProps {
  readonly conversation: Conversation
  /** The other agents who look at it. */
  readonly presences?: readonly Presence[] | undefined
  /** Who is signed in: what is assigned to that id is "You". */
  readonly userId?: string | null | undefined
  /** The name behind `stageId`; `null` shows none. Default: no stage is shown, for an id says nothing to people. */
  readonly toStageName?: ((stageId: string) => string | null) | undefined
  /** The name behind `assigneeId`, as above. */
  readonly toUserName?: ((userId: string) => string | null) | undefined
  readonly slots?: ConversationDetailsSlots | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Pieces that can be replaced or added. */
export interface ConversationDetailsSlots {
  readonly Contact?: ComponentType<{ readonly conversation: Conversation }>
  /** More fields, after the others: `DetailsField`, or anything that may stand in a `dl`. Nothing by default. */
  readonly Fields?: ComponentType<{ readonly conversation: Conversation }>
  /** Below everything: the application's own notes, orders, actions. Nothing by default. */
  readonly Extra?: ComponentType<{ readonly conversation: Conversation }>
}

/** What is known of a conversation beside its messages. What is not known takes no place. */
export function ConversationDetails(props: ConversationDetailsProps): ReactNode {
  const { words, formats } = useLanguage()
  const { conversation, presences = [], userId = null, toStageName, toUserName, slots = {} } = props
  const { Contact = ContactCard, Fields, Extra } = slots
  const { labels, status, stageId, assigneeId, priority, createdAt } = conversation
  const assignee = assigneeId && (assigneeId === userId ? words.you : toUserName?.(assigneeId))
  return (
    <div className={cx('crm-details', props.className)}>
      <Contact conversation={conversation} />
      {labels.length > 0 && (
        <ul className="crm-labels" aria-label={words.field.labels}>
          {[...new Set(labels)].map((label) => (
            <li className="crm-tag" key={label}>
              <bdi>{label}</bdi>
            </li>
          ))}
        </ul>
      )}
      <dl className="crm-fields">
        <DetailsField name={words.field.status}>{status && words.conversationStatus[status]}</DetailsField>
        <DetailsField name={words.field.stage}>{stageId && toStageName?.(stageId)}</DetailsField>
        <DetailsField name={words.field.assignee}>{assignee}</DetailsField>
        <DetailsField name={words.field.priority}>
          {priority && <span data-priority={priority}>{words.priority[priority]}</span>}
        </DetailsField>
        <DetailsField name={words.field.since}>
          {createdAt && <time dateTime={createdAt}>{formats.date(createdAt)}</time>}
        </DetailsField>
        {Fields && <Fields conversation={conversation} />}
      </dl>
      <PresenceList presences={presences} />
      {Extra && <Extra conversation={conversation} />}
    </div>
  )
}
