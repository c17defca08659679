'use client'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Conversation } from '../domain/conversation.ts'
import { useCapabilities } from '../react/useCapabilities.ts'
import { useConnection } from '../react/useConnection.ts'
import { useConversation } from '../react/useConversation.ts'
import { useMessages } from '../react/useMessages.ts'
import { usePresence } from '../react/usePresence.ts'
import { useSendMessage } from '../react/useSendMessage.ts'
import { useTyping } from '../react/useTyping.ts'
import { Avatar } from './Avatar.tsx'
import { ThreadComposer } from './composer/ThreadComposer.tsx'
import { useDraft } from './composer/useDraft.ts'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import { formatPhone, toChannelName, toContactName } from './contactName.ts'
import { GapNotice } from './GapNotice.tsx'
import { IconButton } from './IconButton.tsx'
import { BACK_PATH, DETAILS_PATH } from './icons.tsx'
import { isOnScreen } from './isOnScreen.ts'
import { useLanguage } from './languages/useLanguage.ts'
import { MessageList, type MessageListSlots } from './messages/MessageList.tsx'
import { TypingIndicator } from './TypingIndicator.tsx'
import { Viewers } from './Viewers.tsx'

export interface ConversationThreadProps {
  readonly conversationId: string
  /** Shown on a phone, where the list is another screen. */
  readonly onBack?: (() => void) | undefined
  /** Shows what else is known of the conversation. Without it there is no button. */
  readonly onShowDetails?: (() => void) | undefined
  /** Leads whoever is signed out to where one signs in. */
  readonly onSignIn?: (() => void) | undefined
  /** Who is signed in, by the id that `assigneeId` has. */
  readonly userId?: string | null | undefined
  /** The name behind `assigneeId`; `null` shows none. Default: none. */
  readonly toUserName?: ((userId: string) => string | null) | undefined
  readonly slots?: ConversationThreadSlots | undefined
}

/** Pieces that can be replaced. */
export interface ConversationThreadSlots {
  /** The message list's pieces. */
  readonly messages?: MessageListSlots
}

/** One conversation: its customer, its messages, and the place to answer. */
export function ConversationThread(props: ConversationThreadProps): ReactNode {
  const { conversationId, onBack, onShowDetails, onSignIn, userId = null, toUserName, slots } = props
  const { words } = useLanguage()
  const connection = useConnection()
  const { conversation, markRead } = useConversation(conversationId)
  const messages = useMessages(conversationId)
  const { sendMessage, retryMessage, discardMessage } = useSendMessage(conversationId)
  const { typing, notifyTyping } = useTyping(conversationId)
  const { presences } = usePresence(conversationId)
  const capabilities = useCapabilities()

  const draft = useDraft(conversationId)
  const header = useRef<HTMLElement>(null)
  const refusedCount = useRef(0)
  const unread = conversation?.unreadCount ?? 0
  /** What was unread when it was opened: a moment later it is read, and the line above the first still has to be drawn. */
  const [opened, setOpened] = useState<{ readonly id: string; readonly unread: number } | null>(null)
  if (conversation !== null && opened?.id !== conversationId) setOpened({ id: conversationId, unread })
  useEffect(() => {
    // What is on screen is read: not what a hidden page, or the other pane of a phone, holds ready. Without
    // dependencies: coming on screen is no change of any value here.
    const isSeen = document.visibilityState === 'visible' && isOnScreen(header.current)
    const isDue = unread > 0 && unread !== refusedCount.current && capabilities.has('markRead')
    if (!isDue || !isSeen) return
    markRead().catch(() => {
      // The badge comes back; the next message tries again, not a loop.
      refusedCount.current = unread
    })
  })

  const contact = conversation?.contact
  const assigneeId = conversation?.assigneeId ?? null
  const assigneeName = assigneeId === null ? null : (toUserName?.(assigneeId) ?? null)
  const assignee =
    assigneeId !== null && assigneeId === userId ? words.withYou : assigneeName && words.assignedTo(assigneeName)
  // While the line is down the banner says so; a page of history that did not come says so in its place.
  const isGapKnown = messages.messages.length > 0 && connection.status === 'connected' && !messages.isFetchNextPageError
  return (
    <>
      <header className="crm-header" ref={header}>
        <IconButton className="crm-back" label={words.back} path={BACK_PATH} onClick={onBack} />
        {contact && <Avatar contact={contact} />}
        <div className="crm-header-text">
          <h2>
            <bdi>{contact ? toContactName(contact, words) : ' '}</bdi>
          </h2>
          <div className="crm-time">{conversation && toSubtitle(conversation)}</div>
        </div>
        {assignee !== null && <span className="crm-tag">{assignee}</span>}
        <Viewers presences={presences} />
        {onShowDetails && (
          <IconButton label={words.showDetails} path={DETAILS_PATH} aria-haspopup="dialog" onClick={onShowDetails} />
        )}
      </header>
      <ConnectionBanner
        connection={connection}
        onReconnect={connection.reconnect}
        onSignIn={onSignIn}
        onDismiss={() => header.current?.parentElement?.querySelector<HTMLElement>('.crm-thread')?.focus()}
      />
      <GapNotice error={isGapKnown ? messages.error : null} onReload={messages.refetch} />
      <MessageList
        key={conversationId}
        {...messages}
        slots={slots?.messages}
        unreadCount={opened?.id === conversationId ? opened.unread : 0}
        isError={messages.isError && messages.messages.length === 0}
        onReload={messages.refetch}
        onLoadOlder={messages.fetchNextPage}
        onReply={capabilities.has('sendMessage') ? draft.setReplyTo : undefined}
        onRetry={({ id }) => void retryMessage(id)}
        onDiscard={({ id }) => discardMessage(id)}
      />
      <TypingIndicator typing={typing} />
      {capabilities.has('sendMessage') && (
        <ThreadComposer
          key={`composer ${conversationId}`}
          conversation={conversation}
          typing={typing}
          draft={draft}
          onSend={sendMessage}
          onTyping={notifyTyping}
        />
      )}
    </>
  )
}

/** The channel, and the number where the title does not say it already. */
function toSubtitle({ channel, contact }: Conversation): string {
  const { name, phone } = contact
  return [toChannelName(channel), name === null ? null : formatPhone(phone)].filter(Boolean).join(' · ')
}
