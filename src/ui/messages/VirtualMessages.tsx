'use client'
import { createContext, forwardRef, useContext, useEffect, useState } from 'react'
import type { FocusEvent, ForwardedRef, KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { Virtualizer, type CustomContainerComponentProps, type CustomItemComponentProps } from 'virtua'
import { getMessageKey, type Message } from '../../domain/message.ts'
import { isGrouped, isNewDay } from '../../domain/messageGroups.ts'
import { cx } from '../cx.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { LinkButton } from '../LinkButton.tsx'
import { useStable } from '../useStable.ts'
import { useStableFunction } from '../../react/useStableFunction.ts'
import { useVoice, Voice } from '../Voice.tsx'
import { FailureAnnouncer } from './FailureAnnouncer.tsx'
import { FloatingDay } from './FloatingDay.tsx'
import { createMessageFinder } from './messageFinder.ts'
import type { MessageListProps } from './MessageList.tsx'
import { MessageRow } from './MessageRow.tsx'
import { useAnnouncements } from './useAnnouncements.ts'
import { useStagedMessages } from './useStagedMessages.ts'
import { useThreadScroll } from './useThreadScroll.ts'
import { useUnreadLine } from './useUnreadLine.ts'

/** So long the message that the reader was led to stands out. */
const TARGET_MS = 1_600
/** As in the style sheet: the list begins so far below its view's edge. */
const THREAD_PADDING_PX = 12
/** No slots, no style: the same in every render. */
const NONE = {}

/** Not in jsdom, where nothing has a size: an application's tests find every message in the page there. */
const canMeasure = () => typeof window === 'undefined' || typeof ResizeObserver !== 'undefined'

/** The view of `MessageList` over messages that are there. */
export function VirtualMessages(props: MessageListProps): ReactNode {
  const { words, formats } = useLanguage()
  const { messages, unreadCount = 0 } = props
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, onLoadOlder } = props
  const bubble = useStable(props.slots?.bubble ?? NONE)
  const slots = useStable({ ...props.slots, bubble })
  const { shown, isShift } = useStagedMessages(messages)
  const [spoken, say] = useVoice()
  const announce = useAnnouncements(say)
  const unread = useUnreadLine(shown, unreadCount)
  const canLoadOlder = hasNextPage && !isFetchingNextPage && !isFetchNextPageError
  const scroll = useThreadScroll({
    messages: shown,
    opensAt: unread.index,
    loadOlder: canLoadOlder ? onLoadOlder : undefined,
    onArrivals: announce,
  })
  const { view, list, newsCount, onScroll, onResize, scrollToIndex, scrollToStart, scrollToEnd } = scroll

  const [find] = useState(createMessageFinder)
  const [targetId, setTargetId] = useState<string | null>(null)
  useEffect(() => {
    if (!targetId) return
    const timer = setTimeout(() => setTargetId(null), TARGET_MS)
    return () => clearTimeout(timer)
  }, [targetId])
  const actions = useStable({
    onJump: useStableFunction((messageId: string) => {
      const index = find(shown, messageId)
      if (index === -1) return
      setTargetId(messageId)
      scrollToIndex(index, 'center')
    }),
    onReply: useStableFunction(props.onReply),
    onRetry: useStableFunction(props.onRetry),
    onDiscard: useStableFunction(props.onDiscard),
  })

  /** The row that holds the focus stays in the page wherever one scrolls: with it the focus itself would be gone. */
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const focusedIndex = focusedId ? find(shown, focusedId) : -1
  const onFocus = ({ target }: FocusEvent) =>
    setFocusedId(target.closest<HTMLElement>('[data-message-id]')?.dataset['messageId'] ?? null)

  const onKeyDown = (event: KeyboardEvent) => {
    const go = { Home: scrollToStart, End: scrollToEnd }[event.key]
    if (!go || event.target !== event.currentTarget) return
    event.preventDefault()
    go()
  }
  const onClick = ({ target, currentTarget }: MouseEvent<HTMLElement>) => {
    // It goes when it has done its work, and would take the focus with it.
    if ((target as Element).matches('.crm-link')) currentTarget.focus({ preventScroll: true })
  }
  const toRow = (message: Message, index: number) => {
    const quotedIndex = message.replyToId ? find(shown, message.replyToId) : -1
    return (
      <MessageRow
        key={getMessageKey(message)}
        message={message}
        quoted={shown[quotedIndex] ?? null}
        isNewDay={isNewDay(shown, index)}
        isFirst={!isGrouped(shown, index)}
        unreadCount={getMessageKey(message) === unread.key ? unread.count : 0}
        isTarget={message.id === targetId}
        slots={slots}
        actions={actions}
      />
    )
  }
  return (
    <div className={cx('crm-thread-frame', props.className)}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it scrolls, also by keyboard */}
      <div
        ref={view}
        className="crm-thread"
        role="group"
        aria-label={words.messages}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={onFocus}
        onBlur={() => setFocusedId(null)}
      >
        {isFetchNextPageError && (
          <div className="crm-more">
            {words.olderFailed}
            <LinkButton onClick={onLoadOlder}>{words.tryAgain}</LinkButton>
          </div>
        )}
        <ListSize.Provider value={hasNextPage ? -1 : shown.length}>
          {canMeasure() ? (
            <Virtualizer
              ref={list}
              as={MessageOl}
              item={MessageLi}
              data={shown}
              shift={isShift}
              {...(focusedIndex !== -1 && { keepMounted: [focusedIndex] })}
              scrollRef={view}
              startMargin={THREAD_PADDING_PX}
              onResize={onResize}
            >
              {toRow}
            </Virtualizer>
          ) : (
            <MessageOl style={NONE}>
              {shown.map((message, index) => (
                <MessageLi key={getMessageKey(message)} style={NONE} index={index}>
                  {toRow(message, index)}
                </MessageLi>
              ))}
            </MessageOl>
          )}
        </ListSize.Provider>
      </div>
      {isFetchingNextPage && (
        <div className="crm-more crm-more-older">
          <span>{words.loadingOlder}</span>
        </div>
      )}
      {newsCount > 0 && (
        <button type="button" className="crm-news" onClick={scrollToEnd}>
          {words.newMessages(formats.count(newsCount))}
        </button>
      )}
      <FloatingDay messages={shown} view={view} list={list} />
      <Voice spoken={spoken} />
      <FailureAnnouncer messages={messages} />
    </div>
  )
}

/** How many there are in all; -1: not known. */
const ListSize = createContext(-1)

const MessageOl = forwardRef(function MessageOl(
  { style, children }: CustomContainerComponentProps,
  ref: ForwardedRef<HTMLOListElement>,
): ReactNode {
  return (
    // While it scrolls, also by itself, virtua lets no pointer in: a press on a button just then would be lost.
    <ol ref={ref} className="crm-messages" style={{ ...style, pointerEvents: 'auto' }}>
      {children}
    </ol>
  )
})

const MessageLi = forwardRef(function MessageLi(
  { style, index, children }: CustomItemComponentProps,
  ref: ForwardedRef<HTMLLIElement>,
): ReactNode {
  return (
    <li ref={ref} style={style} aria-posinset={index + 1} aria-setsize={useContext(ListSize)}>
      {children}
    </li>
  )
})
