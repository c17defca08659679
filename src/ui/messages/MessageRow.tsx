'use client'
import { memo, useEffect, useRef, type ComponentType, type ReactNode } from 'react'
import type { Message } from '../../domain/message.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { DayDivider as DefaultDayDivider } from './DayDivider.tsx'
import { MessageBubble, type MessageBubbleProps, type MessageBubbleSlots } from './MessageBubble.tsx'

export interface MessageRowProps {
  readonly message: Message
  readonly quoted: Message | null
  readonly isNewDay: boolean
  /** The first of its speaker's group. */
  readonly isFirst: boolean
  /** More than 0: the line above says that so many are new. */
  readonly unreadCount: number
  /** The reader was led here. */
  readonly isTarget: boolean
  readonly slots: MessageRowSlots
  /** What can be done with it. The same object for every row, and in every render. */
  readonly actions: Pick<MessageBubbleProps, 'onJump' | 'onReply' | 'onRetry' | 'onDiscard'>
}

export interface MessageRowSlots {
  readonly Bubble?: ComponentType<MessageBubbleProps>
  readonly DayDivider?: ComponentType<{ readonly at: string }>
  readonly UnreadDivider?: ComponentType<{ readonly count: number }>
  /** The default bubble's pieces. */
  readonly bubble?: MessageBubbleSlots
}

/** A message with what stands above it. Renders again only when its own message changes. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps): ReactNode {
  const { message, quoted, isNewDay, isFirst, unreadCount, isTarget, slots, actions } = props
  const { Bubble = MessageBubble, DayDivider = DefaultDayDivider, UnreadDivider = DefaultUnreadDivider } = slots
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isTarget) return
    // A row that has just come into the page is hidden until it is measured, and what is hidden takes no focus.
    const focus = () => {
      row.current?.focus({ preventScroll: true })
      if (document.activeElement !== row.current) frame = requestAnimationFrame(focus)
    }
    let frame = requestAnimationFrame(focus)
    return () => cancelAnimationFrame(frame)
  }, [isTarget])
  return (
    <>
      {isNewDay && <DayDivider at={message.createdAt} />}
      {unreadCount > 0 && <UnreadDivider count={unreadCount} />}
      <div
        ref={row}
        className="crm-row"
        tabIndex={-1}
        data-message-id={message.id}
        data-first={isFirst || isNewDay || unreadCount > 0 || undefined}
        data-target={isTarget || undefined}
      >
        <Bubble {...actions} message={message} quoted={quoted} slots={slots.bubble} />
      </div>
    </>
  )
})

function DefaultUnreadDivider({ count }: { readonly count: number }): ReactNode {
  const { words, formats } = useLanguage()
  return (
    <div className="crm-rule" data-kind="unread">
      <span>{words.firstUnread(formats.count(count))}</span>
    </div>
  )
}
