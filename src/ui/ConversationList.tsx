'use client'
import { useState, type ComponentType, type FocusEvent, type ReactNode } from 'react'
import type { Conversation } from '../domain/conversation.ts'
import type { TypingParticipant } from '../domain/typing.ts'
import type { Readable } from '../lib/store.ts'
import type { ConversationItemProps } from './ConversationItem.tsx'
import { ConversationRow } from './ConversationRow.tsx'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'
import { LoadMore } from './LoadMore.tsx'
import { moveFocus } from './moveFocus.ts'
import { ConversationListSkeleton } from './Skeletons.tsx'
import { StateNotice } from './StateNotice.tsx'
import { ROWS, useKeptRow } from './useKeptRow.ts'
import { useStableFunction } from '../react/useStableFunction.ts'

export interface ConversationListProps {
  /** Latest activity first. A conversation that has not changed should be the same object: its row is then left alone. */
  readonly conversations: readonly Conversation[]
  readonly selectedId: string | null
  readonly onSelect: (conversationId: string) => void
  readonly isPending?: boolean
  readonly isError?: boolean
  readonly onReload?: (() => void) | undefined
  readonly hasNextPage?: boolean
  readonly isFetchingNextPage?: boolean
  readonly isFetchNextPageError?: boolean
  readonly onLoadMore?: (() => void) | undefined
  /** Who is writing where, for who wants to see it in the list: `client.watchTyping`. Asked once for each row. */
  readonly watchTyping?: ((conversationId: string) => Readable<readonly TypingParticipant[]>) | undefined
  /** The colleague's name behind `assigneeId`; `null` shows none. Default: none. */
  readonly toAssigneeName?: ((userId: string) => string | null) | undefined
  /** What stands in an empty list. Default: that there is no conversation yet. */
  readonly emptyTitle?: string | undefined
  readonly emptyHint?: string | undefined
  readonly slots?: ConversationListSlots | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Pieces that can be replaced. */
export interface ConversationListSlots {
  readonly Item?: ComponentType<ConversationItemProps>
}

/** The inbox's list: one stop of the Tab key, and the arrow keys, Home and End within. */
export function ConversationList(props: ConversationListProps): ReactNode {
  const { words } = useLanguage()
  const { conversations, selectedId, isPending, isError, onReload, toAssigneeName } = props
  const onSelect = useStableFunction(props.onSelect)
  const watchTyping = useStableFunction(props.watchTyping)
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const { list, hold } = useKeptRow()
  const onFocus = ({ target }: FocusEvent) => {
    hold(target)
    const id = target.closest<HTMLElement>('[data-conversation-id]')?.dataset['conversationId']
    if (id) setFocusedId(id)
  }
  const failed = props.isFetchNextPageError && words.conversationsFailed
  if (isPending) return <ConversationListSkeleton />
  if (isError) {
    const reload =
      onReload &&
      (() => {
        hold(document.activeElement)
        onReload()
      })
    return <StateNotice title={words.conversationsFailed} onRetry={reload} />
  }
  const [first] = conversations
  if (!first) {
    const { emptyTitle, emptyHint = emptyTitle ? undefined : words.noConversationsHint } = props
    return (
      <>
        <StateNotice title={emptyTitle ?? words.noConversations} hint={emptyHint} />
        <LoadMore as="div" {...props} failed={failed} />
      </>
    )
  }
  const isListed = (wanted: string | null) => conversations.some(({ id }) => id === wanted)
  const tabStop = isListed(focusedId) ? focusedId : isListed(selectedId) ? selectedId : first.id
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys are for the buttons in it
    <ul
      ref={list}
      className={cx('crm-list', props.className)}
      onFocus={onFocus}
      onBlur={() => hold(null)}
      onKeyDown={(event) => moveFocus(event, ROWS)}
    >
      {conversations.map((conversation) => {
        const { id, assigneeId } = conversation
        return (
          <ConversationRow
            key={id}
            conversation={conversation}
            isSelected={id === selectedId}
            tabIndex={id === tabStop ? 0 : -1}
            assigneeName={assigneeId && toAssigneeName?.(assigneeId)}
            watchTyping={watchTyping}
            Item={props.slots?.Item}
            onSelect={onSelect}
          />
        )
      })}
      <LoadMore {...props} failed={failed} />
    </ul>
  )
}
