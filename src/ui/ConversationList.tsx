'use client'
import type { ComponentType, ReactNode } from 'react'
import type { Conversation } from '../domain/conversation.ts'
import { ConversationItem, type ConversationItemProps } from './ConversationItem.tsx'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'
import { ConversationListSkeleton } from './Skeletons.tsx'
import { StateNotice } from './StateNotice.tsx'

export interface ConversationListProps {
  /** Latest activity first. */
  readonly conversations: readonly Conversation[]
  readonly selectedId: string | null
  readonly onSelect: (conversationId: string) => void
  readonly isPending?: boolean
  readonly isError?: boolean
  readonly onReload?: (() => void) | undefined
  readonly hasNextPage?: boolean
  readonly isFetchingNextPage?: boolean
  readonly onLoadMore?: (() => void) | undefined
  readonly slots?: ConversationListSlots | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Pieces that can be replaced. */
export interface ConversationListSlots {
  readonly Item?: ComponentType<ConversationItemProps>
}

/** The inbox's list. */
export function ConversationList(props: ConversationListProps): ReactNode {
  const { words } = useLanguage()
  const { conversations, selectedId, onSelect, isPending = false, isError = false } = props
  const Item = props.slots?.Item ?? ConversationItem
  if (isPending) return <ConversationListSkeleton />
  if (isError) return <StateNotice title={words.conversationsFailed} onRetry={props.onReload} />
  if (conversations.length === 0) return <StateNotice title={words.noConversations} hint={words.noConversationsHint} />
  return (
    <ul className={cx('crm-list', props.className)}>
      {conversations.map((conversation) => (
        <li key={conversation.id}>
          <Item conversation={conversation} isSelected={conversation.id === selectedId} onSelect={onSelect} />
        </li>
      ))}
      {props.hasNextPage === true && (
        <li className="crm-more">
          <button type="button" className="crm-link" disabled={props.isFetchingNextPage} onClick={props.onLoadMore}>
            {words.loadMore}
          </button>
        </li>
      )}
    </ul>
  )
}
