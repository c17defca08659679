import type { ReactNode } from 'react'
import type { Conversation } from '../domain/conversation.ts'
import { ConversationItem } from './ConversationItem.tsx'
import { ConversationListSkeleton } from './Skeletons.tsx'
import { StateNotice } from './StateNotice.tsx'
import { words } from './words.ts'

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
}

/** The inbox's list. */
export function ConversationList(props: ConversationListProps): ReactNode {
  const { conversations, selectedId, onSelect, isPending = false, isError = false } = props
  if (isPending) return <ConversationListSkeleton />
  if (isError) return <StateNotice title={words.conversationsFailed} onRetry={props.onReload} />
  if (conversations.length === 0) return <StateNotice title={words.noConversations} hint={words.noConversationsHint} />
  return (
    <ul className="crm-list">
      {conversations.map((conversation) => (
        <li key={conversation.id}>
          <ConversationItem
            conversation={conversation}
            isSelected={conversation.id === selectedId}
            onSelect={onSelect}
          />
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
