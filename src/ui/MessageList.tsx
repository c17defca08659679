import { Fragment, useLayoutEffect, useRef, type ReactNode, type UIEvent } from 'react'
import { getMessageKey, type Message } from '../domain/message.ts'
import { formatDay, isSameDay } from './formatTime.ts'
import { MessageBubble } from './MessageBubble.tsx'
import { MessageListSkeleton } from './Skeletons.tsx'
import { StateNotice } from './StateNotice.tsx'
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

/** So near the newest message counts as being there: the list then follows it. */
const AT_END_PX = 48
/** So near the oldest message the next page is asked for. */
const NEAR_TOP_PX = 240
/** Messages of one speaker this close belong together. */
const GROUP_MS = 5 * 60_000

/** A conversation's messages. Follows the newest while the reader is there, and stays put when older ones come in. */
export function MessageList(props: MessageListProps): ReactNode {
  const { messages, isPending = false, isError = false, onRetry, onDiscard } = props
  const { hasNextPage = false, isFetchingNextPage = false, isFetchNextPageError = false, onLoadOlder } = props
  const view = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const before = useRef<{ readonly height: number; readonly first: string | undefined }>({
    height: 0,
    first: undefined,
  })

  useLayoutEffect(() => {
    const element = view.current
    if (element === null) return
    const { height, first: previous } = before.current
    const firstKey = messages[0] && getMessageKey(messages[0])
    if (isAtEnd.current) element.scrollTop = element.scrollHeight
    else if (previous !== firstKey) element.scrollTop += element.scrollHeight - height
    before.current = { height: element.scrollHeight, first: firstKey }
    // A page that does not fill the view could never be scrolled for the next one.
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError && element.scrollTop < NEAR_TOP_PX) onLoadOlder?.()
  }, [messages, hasNextPage, isFetchingNextPage, isFetchNextPageError, onLoadOlder])

  const onScroll = ({ currentTarget }: UIEvent<HTMLDivElement>) => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < AT_END_PX
    if (scrollTop < NEAR_TOP_PX && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) onLoadOlder?.()
  }

  if (isPending) return <MessageListSkeleton />
  if (isError) return <StateNotice title={words.messagesFailed} onRetry={props.onReload} />
  if (messages.length === 0) return <StateNotice title={words.noMessages} hint={words.noMessagesHint} />
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard
    <div ref={view} className="crm-thread" role="log" aria-label={words.messages} tabIndex={0} onScroll={onScroll}>
      {isFetchingNextPage && <div className="crm-more">{words.loadingOlder}</div>}
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
              <li data-message-id={message.id} data-first={isNewDay || !isGrouped(previous, message) ? '' : undefined}>
                <MessageBubble message={message} onRetry={onRetry} onDiscard={onDiscard} />
              </li>
            </Fragment>
          )
        })}
      </ol>
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
