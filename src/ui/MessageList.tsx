import { Fragment, type ReactNode } from 'react'
import { getMessageKey, type Message } from '../domain/message.ts'
import { formatDay, isSameDay } from './formatTime.ts'
import { MessageBubble } from './MessageBubble.tsx'
import { MessageListSkeleton } from './Skeletons.tsx'
import { StateNotice } from './StateNotice.tsx'
import { useThreadScroll } from './useThreadScroll.ts'
import { words } from './words.ts'

export interface MessageListProps {
  /** Oldest first. */
  readonly messages: readonly Message[]
  readonly isPending?: boolean
  readonly isError?: boolean
  readonly onReload?: (() => void) | undefined
  readonly hasNextPage?: boolean
  readonly isFetchingNextPage?: boolean
  readonly isFetchNextPageError?: boolean
  /** Called when the reader nears the oldest message shown. */
  readonly onLoadOlder?: (() => void) | undefined
  readonly onRetry?: ((message: Message) => void) | undefined
  readonly onDiscard?: ((message: Message) => void) | undefined
}

/** Messages of one speaker this close belong together. */
const GROUP_MS = 5 * 60_000

/** A conversation's messages. Follows the newest while the reader is there, and stays put when older ones come in. */
export function MessageList(props: MessageListProps): ReactNode {
  const { messages, isPending = false, isError = false, onRetry, onDiscard } = props
  const { hasNextPage = false, isFetchingNextPage = false, isFetchNextPageError = false, onLoadOlder } = props
  const canLoadOlder = hasNextPage && !isFetchingNextPage && !isFetchNextPageError
  const { view, onScroll, hasNews, scrollToEnd } = useThreadScroll(messages, canLoadOlder ? onLoadOlder : undefined)

  if (isPending) return <MessageListSkeleton />
  if (isError) return <StateNotice title={words.messagesFailed} onRetry={props.onReload} />
  if (messages.length === 0) return <StateNotice title={words.noMessages} hint={words.noMessagesHint} />
  return (
    <div className="crm-thread-frame">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
      <div ref={view} className="crm-thread" role="log" aria-label={words.messages} tabIndex={0} onScroll={onScroll}>
        {isFetchingNextPage && (
          <div className="crm-more crm-more-older">
            <span>{words.loadingOlder}</span>
          </div>
        )}
        {isFetchNextPageError && (
          <div className="crm-more">
            {words.olderFailed}&nbsp;
            <button type="button" className="crm-link" onClick={onLoadOlder}>
              {words.tryAgain}
            </button>
          </div>
        )}
        <ol className="crm-messages">
          {messages.map((message, position) => {
            const previous = messages[position - 1]
            const isNewDay = previous === undefined || !isSameDay(previous.createdAt, message.createdAt)
            return (
              <Fragment key={getMessageKey(message)}>
                {isNewDay && <li className="crm-day">{formatDay(message.createdAt)}</li>}
                <li
                  data-message-id={message.id}
                  data-first={isNewDay || !isGrouped(previous, message) ? '' : undefined}
                >
                  <MessageBubble message={message} onRetry={onRetry} onDiscard={onDiscard} />
                </li>
              </Fragment>
            )
          })}
        </ol>
      </div>
      {hasNews && (
        <button type="button" className="crm-news" onClick={scrollToEnd}>
          {words.newMessages}
        </button>
      )}
    </div>
  )
}

function isGrouped(previous: Message, message: Message): boolean {
  return (
    previous.direction === message.direction &&
    previous.type !== 'note' &&
    message.type !== 'note' &&
    Date.parse(message.createdAt) - Date.parse(previous.createdAt) < GROUP_MS
  )
}
