'use client'
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { ConversationFilter } from '../domain/conversationFilter.ts'
import { useConversationClient } from '../react/conversationContext.ts'
import { useConnection } from '../react/useConnection.ts'
import { ConnectionBanner, type Dismissal } from './ConnectionBanner.tsx'
import { ConnectionPill } from './ConnectionPill.tsx'
import type { ConversationDetailsProps, ConversationDetailsSlots } from './ConversationDetails.tsx'
import { ConversationList, type ConversationListSlots } from './ConversationList.tsx'
import { ConversationListTools } from './ConversationListTools.tsx'
import { ConversationThread, type ConversationThreadSlots } from './ConversationThread.tsx'
import { cx } from './cx.ts'
import { InboxDetails } from './InboxDetails.tsx'
import { isFocusLost } from './isFocusLost.ts'
import { isOnScreen } from '../lib/isOnScreen.ts'
import { useLanguage } from './languages/useLanguage.ts'
import { moveToPane } from './moveToPane.ts'
import { StateNotice } from './StateNotice.tsx'
import { useInboxList } from '../react/useInboxList.ts'
import { takeKey } from './takeKey.ts'
import { useRoom } from './useRoom.ts'
import { useSheet } from './useSheet.ts'

export interface InboxProps extends Pick<ConversationDetailsProps, 'toStageName' | 'toUserName'> {
  readonly filter?: ConversationFilter | undefined
  /** Opens the latest conversation by itself where there is room for both panes. Default: the agent chooses. */
  readonly opensLatest?: boolean
  /**
   * Who is signed in, by the id that `assigneeId` has. With it the list is divided into what is this user's, nobody's, and
   * all; it begins with this user's where there are any.
   */
  readonly userId?: string | null | undefined
  /** Leads whoever is signed out to where one signs in. */
  readonly onSignIn?: (() => void) | undefined
  readonly slots?: InboxSlots | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Pieces that can be replaced, by the part they belong to. */
export interface InboxSlots extends ConversationThreadSlots {
  readonly conversations?: ConversationListSlots
  readonly details?: ConversationDetailsSlots
}

/** From here on there is room for the messages beside the list, and then for the details, too. As in the style sheet. */
const PANES_PX = [720, 1_100]

/**
 * The whole inbox: conversations, messages, and what is known of the customer. Three panes where there is room, two in
 * less, one at a time on a phone; F6 leads from one to the next.
 */
export function Inbox(props: InboxProps): ReactNode {
  const client = useConversationClient()
  const [owner, setOwner] = useState({ client, key: 0 })
  if (owner.client !== client) setOwner({ client, key: owner.key + 1 })
  // Another user's inbox: nothing that was chosen or typed in this one is carried over.
  return <InboxPanes key={owner.key} {...props} />
}

function InboxPanes(props: InboxProps): ReactNode {
  const { filter, opensLatest, userId = null, toStageName, toUserName, onSignIn, slots, className } = props
  const { words, locale, direction } = useLanguage()
  const client = useConversationClient()
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [isListShown, setIsListShown] = useState(true)
  const [isDetailsAsked, setIsDetailsAsked] = useState(false)
  const dismissal: Dismissal = useState<Dismissal[0]>(null)
  const wasListShown = useRef(isListShown)
  const panes = useRef<HTMLDivElement>(null)
  const room = useRoom(panes, PANES_PX)
  const isWide = room > 1
  const isThreadHidden = isListShown && room === 0
  const connection = useConnection()
  const list = useInboxList(filter, userId)
  const isSheetOpen = isDetailsAsked && !isWide && selectedId !== null
  useSheet(isSheetOpen, panes)
  // Once, and then it stays: another conversation that becomes the latest must not push this one away.
  if (opensLatest && !selectedId && list.latest) setSelectedId(list.latest.id)
  // Where the details have their pane there is nothing to put away; narrow again, they are not over the messages.
  if (isWide && isDetailsAsked) setIsDetailsAsked(false)
  const select = (conversationId: string) => {
    setSelectedId(conversationId)
    setIsListShown(false)
    setIsDetailsAsked(false)
  }
  useLayoutEffect(() => {
    // On a phone the pane that had the focus is gone: it goes on where the eye does.
    const target = panes.current?.querySelector<HTMLElement>(isListShown ? "[aria-current='true']" : '.crm-back')
    const hadFocus = isFocusLost() || !isOnScreen(document.activeElement)
    if (hadFocus && wasListShown.current !== isListShown && isOnScreen(target)) target?.focus()
    wasListShown.current = isListShown
  }, [isListShown])
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape' && !event.defaultPrevented && isSheetOpen) {
      takeKey(event)
      setIsDetailsAsked(false)
    }
    moveToPane(event)
  }
  const isSought = list.foundCount !== undefined
  return (
    <div className={cx('crm-root crm-inbox', className)} lang={locale} dir={direction}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys that lead from pane to pane */}
      <div
        className="crm-panes"
        ref={panes}
        data-showing={isListShown ? 'list' : 'thread'}
        data-open={selectedId !== null || undefined}
        onKeyDown={onKeyDown}
      >
        <section className="crm-pane crm-pane-list" aria-label={words.inbox} tabIndex={-1}>
          <header className="crm-header">
            <h1 className="crm-header-text">{words.inbox}</h1>
            <ConnectionPill {...connection} />
          </header>
          {(!selectedId || isThreadHidden) && (
            <ConnectionBanner
              connection={connection}
              onReconnect={connection.reconnect}
              onSignIn={onSignIn}
              dismissal={dismissal}
              onDismiss={() => panes.current?.querySelector<HTMLElement>('.crm-pane-list')?.focus()}
            />
          )}
          {/* That there is none the list says itself. */}
          <ConversationListTools {...list} foundCount={list.foundCount || undefined} />
          <ConversationList
            {...list}
            slots={slots?.conversations}
            selectedId={selectedId}
            onSelect={select}
            isError={list.isError && list.conversations.length === 0}
            onReload={list.refetch}
            onLoadMore={list.fetchNextPage}
            watchTyping={client.watchTyping}
            toAssigneeName={(id) => (id === userId ? null : (toUserName?.(id) ?? null))}
            emptyTitle={isSought ? words.notFound : words.none[list.scope]}
            emptyHint={isSought ? words.notFoundHint : undefined}
          />
        </section>
        <section className="crm-pane crm-pane-thread" aria-label={words.messages} tabIndex={-1}>
          {selectedId ? (
            <ConversationThread
              slots={slots}
              conversationId={selectedId}
              userId={userId}
              toUserName={toUserName}
              onBack={() => setIsListShown(true)}
              onShowDetails={isWide ? undefined : () => setIsDetailsAsked(true)}
              onSignIn={onSignIn}
              dismissal={dismissal}
              isHidden={isThreadHidden}
            />
          ) : (
            <StateNotice title={words.chooseConversation} hint={words.chooseConversationHint} />
          )}
        </section>
        {selectedId && (isWide || isSheetOpen) && (
          <InboxDetails
            conversationId={selectedId}
            onClose={isWide ? undefined : () => setIsDetailsAsked(false)}
            slots={slots?.details}
            {...{ userId, toStageName, toUserName }}
          />
        )}
      </div>
    </div>
  )
}
