'use client'
import type { ComponentType, ReactNode } from 'react'
import type { Message } from '../../domain/message.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { MessageListSkeleton } from '../Skeletons.tsx'
import { StateNotice } from '../StateNotice.tsx'
import type { MessageRowSlots } from './MessageRow.tsx'
import { VirtualMessages } from './VirtualMessages.tsx'

export interface MessageListProps {
  /** Oldest first. A message that has not changed should be the same object: its row is then left alone. */
  readonly messages: readonly Message[]
  /** How many of the customer's messages were not read when the list was opened; it opens at the first. Read once. */
  readonly unreadCount?: number
  readonly isPending?: boolean
  readonly isError?: boolean
  readonly onReload?: (() => void) | undefined
  readonly hasNextPage?: boolean
  readonly isFetchingNextPage?: boolean
  readonly isFetchNextPageError?: boolean
  /** Called when the reader nears the oldest message shown. */
  readonly onLoadOlder?: (() => void) | undefined
  /** With it every message has a button that answers it. */
  readonly onReply?: ((message: Message) => void) | undefined
  readonly onRetry?: ((message: Message) => void) | undefined
  readonly onDiscard?: ((message: Message) => void) | undefined
  readonly slots?: MessageListSlots | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Pieces that can be replaced. */
export interface MessageListSlots extends MessageRowSlots {
  /** Instead of the notice that there are no messages yet. */
  readonly Empty?: ComponentType
}

/**
 * A conversation's messages, of which only those in view are in the page: a hundred thousand are as quick as ten. Opens at
 * the newest, or at the first that was not read; follows the newest while the reader is there, and stays put otherwise.
 */
export function MessageList(props: MessageListProps): ReactNode {
  const { words } = useLanguage()
  const { messages, isPending, isError, slots, className } = props
  if (isPending) return <MessageListSkeleton />
  if (isError) return <StateNotice className={className} title={words.messagesFailed} onRetry={props.onReload} />
  const [first] = messages
  if (!first) {
    if (slots?.Empty) return <slots.Empty />
    return <StateNotice className={className} title={words.noMessages} hint={words.noMessagesHint} />
  }
  // Another conversation is another view: it opens anew.
  return <VirtualMessages key={first.conversationId} {...props} />
}
