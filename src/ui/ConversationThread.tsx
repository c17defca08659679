'use client'
import { useRef, useState, type ReactNode } from 'react'
import { useCapabilities } from '../react/useCapabilities.ts'
import { useConnection } from '../react/useConnection.ts'
import { useConversation } from '../react/useConversation.ts'
import { useMessages } from '../react/useMessages.ts'
import { usePresence } from '../react/usePresence.ts'
import { useSendMessage } from '../react/useSendMessage.ts'
import { useTyping } from '../react/useTyping.ts'
import { ThreadComposer } from './composer/ThreadComposer.tsx'
import { useDraft } from '../react/useDraft.ts'
import { ConnectionBanner, type ConnectionBannerProps } from './ConnectionBanner.tsx'
import { GapNotice } from './GapNotice.tsx'
import { MessageList, type MessageListSlots } from './messages/MessageList.tsx'
import { ThreadHeader } from './ThreadHeader.tsx'
import { TypingIndicator } from './TypingIndicator.tsx'
import { useMarkRead } from '../react/useMarkRead.ts'

export interface ConversationThreadProps extends Pick<ConnectionBannerProps, 'dismissal'> {
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
  /** It is not on screen: others do not see this user look at it. Default: it is. */
  readonly isHidden?: boolean | undefined
  readonly slots?: ConversationThreadSlots | undefined
}

/** Pieces that can be replaced. */
export interface ConversationThreadSlots {
  /** The message list's pieces. */
  readonly messages?: MessageListSlots
}

/** One conversation: its customer, its messages, and the place to answer. */
export function ConversationThread(props: ConversationThreadProps): ReactNode {
  const { conversationId, onSignIn, isHidden, slots } = props
  const connection = useConnection()
  const { conversation } = useConversation(conversationId)
  const messages = useMessages(conversationId)
  const { sendMessage, retryMessage, discardMessage } = useSendMessage(conversationId)
  const { typing, notifyTyping } = useTyping(conversationId)
  const { presences } = usePresence(isHidden ? null : conversationId)
  const capabilities = useCapabilities()

  const draft = useDraft(conversationId)
  // As it is now: it may have been edited, or deleted.
  const replyTo = draft.replyTo && (messages.messages.find(({ id }) => id === draft.replyTo?.id) ?? draft.replyTo)
  const header = useRef<HTMLElement>(null)
  const unread = conversation?.unreadCount ?? 0
  /** What was unread when it was opened: a moment later it is read, and the line above the first still has to be drawn. */
  const [opened, setOpened] = useState<{ readonly id: string; readonly unread: number } | null>(null)
  if (conversation && opened?.id !== conversationId) setOpened({ id: conversationId, unread })
  useMarkRead(header, conversationId)

  // While the line is down the banner says so; a page of history that did not come says so in its place.
  const isGapKnown = messages.messages.length > 0 && connection.status === 'connected' && !messages.isFetchNextPageError
  return (
    <>
      <ThreadHeader {...props} header={header} conversation={conversation} presences={presences} />
      <ConnectionBanner
        connection={connection}
        onReconnect={connection.reconnect}
        onSignIn={onSignIn}
        dismissal={props.dismissal}
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
      {capabilities.has('sendMessage') ? (
        <ThreadComposer
          key={`composer ${conversationId}`}
          conversation={conversation}
          typing={typing}
          draft={{ ...draft, replyTo }}
          onSend={sendMessage}
          onTyping={notifyTyping}
        />
      ) : (
        <TypingIndicator typing={typing} />
      )}
    </>
  )
}
