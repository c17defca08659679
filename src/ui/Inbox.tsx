'use client'
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import type { ConversationFilter } from '../domain/conversationFilter.ts'
import { useConnection } from '../react/useConnection.ts'
import { useConversations } from '../react/useConversations.ts'
import { ConnectionPill } from './ConnectionPill.tsx'
import { ConversationList, type ConversationListSlots } from './ConversationList.tsx'
import { ConversationThread, type ConversationThreadSlots } from './ConversationThread.tsx'
import { cx } from './cx.ts'
import { isOnScreen } from './isOnScreen.ts'
import { useLanguage } from './languages/useLanguage.ts'
import { StateNotice } from './StateNotice.tsx'

export interface InboxProps {
  readonly filter?: ConversationFilter | undefined
  /** Opens the latest conversation by itself where there is room for both panes. Default: the agent chooses. */
  readonly opensLatest?: boolean
  readonly slots?: InboxSlots | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Pieces that can be replaced, by the part they belong to. */
export interface InboxSlots extends ConversationThreadSlots {
  readonly conversations?: ConversationListSlots
}

/** The whole inbox: conversations on the left, messages on the right; one at a time on a phone. */
export function Inbox({ filter, opensLatest = false, slots, className }: InboxProps): ReactNode {
  const { words, locale, direction } = useLanguage()
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [isListShown, setIsListShown] = useState(true)
  const wasListShown = useRef(isListShown)
  const panes = useRef<HTMLDivElement>(null)
  const { status, transport } = useConnection()
  const list = useConversations(filter)
  const [latest] = list.conversations
  // Once, and then it stays: another conversation that becomes the latest must not push this one away.
  if (opensLatest && selectedId === null && latest !== undefined) setSelectedId(latest.id)
  const select = (conversationId: string) => {
    setSelectedId(conversationId)
    setIsListShown(false)
  }
  useLayoutEffect(() => {
    // On a phone the pane that had the focus is gone: it goes on where the eye does.
    const target = panes.current?.querySelector<HTMLElement>(isListShown ? "[aria-current='true']" : '.crm-back')
    const hadFocus = document.activeElement === document.body || !isOnScreen(document.activeElement)
    if (hadFocus && wasListShown.current !== isListShown && isOnScreen(target)) target?.focus()
    wasListShown.current = isListShown
  }, [isListShown])
  return (
    <div className={cx('crm-root crm-inbox', className)} lang={locale} dir={direction}>
      <div className="crm-panes" ref={panes} data-showing={isListShown ? 'list' : 'thread'}>
        <section className="crm-pane crm-pane-list" aria-label={words.inbox}>
          <header className="crm-header">
            <h1 className="crm-header-text">{words.inbox}</h1>
            <ConnectionPill status={status} transport={transport} />
          </header>
          <ConversationList
            slots={slots?.conversations}
            conversations={list.conversations}
            selectedId={selectedId}
            onSelect={select}
            isPending={list.isPending}
            isError={list.isError && list.conversations.length === 0}
            onReload={list.refetch}
            hasNextPage={list.hasNextPage}
            isFetchingNextPage={list.isFetchingNextPage}
            onLoadMore={list.fetchNextPage}
          />
        </section>
        <section className="crm-pane crm-pane-thread" aria-label={words.messages}>
          {selectedId === null ? (
            <StateNotice title={words.chooseConversation} hint={words.chooseConversationHint} />
          ) : (
            <ConversationThread slots={slots} conversationId={selectedId} onBack={() => setIsListShown(true)} />
          )}
        </section>
      </div>
    </div>
  )
}
