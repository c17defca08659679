'use client'
import { memo, type ComponentType, type ReactNode } from 'react'
import { isUnsent, type Message } from '../../domain/message.ts'
import { cx } from '../cx.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { DeliveryTicks } from './DeliveryTicks.tsx'
import { MessageAttachment, type MessageAttachmentProps } from './MessageAttachment.tsx'
import { MessageFailure, type MessageFailureProps } from './MessageFailure.tsx'
import { MessageLocation, type MessageLocationProps } from './MessageLocation.tsx'
import { MessageQuote, type MessageQuoteProps } from './MessageQuote.tsx'
import { MessageReply, type MessageReplyProps } from './MessageReply.tsx'
import { MessageText, type MessageTextProps } from './MessageText.tsx'

export interface MessageBubbleProps {
  readonly message: Message
  /** The message it answers; `null` when that one is not loaded. */
  readonly quoted?: Message | null | undefined
  /** Leads to another message of the list. */
  readonly onJump?: ((messageId: string) => void) | undefined
  /** Answers it. Not offered for what the backend does not know yet, for a note, and for what is deleted. */
  readonly onReply?: ((message: Message) => void) | undefined
  readonly onRetry?: ((message: Message) => void) | undefined
  readonly onDiscard?: ((message: Message) => void) | undefined
  readonly slots?: MessageBubbleSlots | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Pieces that can be replaced. Components made outside of any render, or every row renders anew each time. */
export interface MessageBubbleSlots {
  readonly Text?: ComponentType<MessageTextProps>
  readonly Attachment?: ComponentType<MessageAttachmentProps>
  readonly Location?: ComponentType<MessageLocationProps>
  readonly Quote?: ComponentType<MessageQuoteProps>
  /** Beside the bubble. */
  readonly Reply?: ComponentType<MessageReplyProps>
  readonly Failure?: ComponentType<MessageFailureProps>
  /** Between the content and the time; nothing by default. */
  readonly Extra?: ComponentType<{ readonly message: Message }>
}

/** One message, of any type. Renders again only when its own message, or the one it quotes, changes. */
export const MessageBubble = memo(function MessageBubble(props: MessageBubbleProps): ReactNode {
  const { message, slots = {}, onReply, onRetry, onDiscard, className } = props
  const { words, formats } = useLanguage()
  const { direction, status, type, createdAt, editedAt, deletedAt } = message
  const { Failure = MessageFailure, Reply = MessageReply } = slots
  if (type === 'system') return <SystemMessage message={message} className={className} />
  const isDeleted = Boolean(deletedAt)
  const canReply = onReply && !isDeleted && type !== 'note' && !isUnsent(message)
  return (
    <>
      <div
        className={cx('crm-bubble', className)}
        data-direction={direction}
        data-status={status}
        data-type={type}
        data-deleted={isDeleted || undefined}
      >
        {(type === 'note' || (type === 'template' && !isDeleted)) && (
          <span className="crm-bubble-label">
            {[words.kind[type], type === 'note' && message.sender.name].filter(Boolean).join(' · ')}
          </span>
        )}
        {isDeleted ? <em className="crm-bubble-muted">{words.deleted}</em> : <Content {...props} />}
        <span className="crm-meta">
          {editedAt && !isDeleted && <span>{words.edited}</span>}
          <time dateTime={createdAt} title={formats.moment(createdAt)}>
            {formats.time(createdAt)}
          </time>
          {direction === 'outbound' && type !== 'note' && <DeliveryTicks status={status} />}
        </span>
        {canReply && <Reply message={message} onReply={onReply} />}
      </div>
      {!isDeleted && message.reactions.length > 0 && <Reactions message={message} />}
      {status === 'failed' && <Failure message={message} onRetry={onRetry} onDiscard={onDiscard} />}
    </>
  )
})

function Content({ message, quoted = null, onJump, slots = {} }: MessageBubbleProps): ReactNode {
  const { words } = useLanguage()
  const { type, text, attachments, location, replyToId } = message
  const { Text = MessageText, Attachment = MessageAttachment, Quote = MessageQuote, Extra } = slots
  const { Location = MessageLocation } = slots
  const isEmpty = !text && attachments.length === 0 && !location
  return (
    <>
      {replyToId && <Quote message={quoted} onJump={onJump} />}
      {attachments.map((attachment, position) => (
        <Attachment key={attachment.id ?? position} type={type} attachment={attachment} />
      ))}
      {location && <Location location={location} />}
      {text && <Text text={text} />}
      {isEmpty && <em className="crm-bubble-muted">{words.unsupported}</em>}
      {Extra && <Extra message={message} />}
    </>
  )
}

function Reactions({ message }: Pick<MessageBubbleProps, 'message'>): ReactNode {
  const { words, formats } = useLanguage()
  return (
    <ul className="crm-reactions" data-direction={message.direction}>
      {message.reactions.map(({ emoji, participantIds }) => {
        const count = formats.count(participantIds.length)
        return (
          <li key={emoji}>
            <span aria-hidden="true">
              {emoji}
              {count.value > 1 && ` ${count.text}`}
            </span>
            <span className="crm-hidden">{words.reaction(emoji, count)}</span>
          </li>
        )
      })}
    </ul>
  )
}

function SystemMessage({ message, className }: Pick<MessageBubbleProps, 'message' | 'className'>): ReactNode {
  const { words, formats } = useLanguage()
  const { text, createdAt } = message
  return (
    <div className={cx('crm-system', className)} data-type="system">
      <bdi>{text ?? words.unsupported}</bdi> <time dateTime={createdAt}>{formats.time(createdAt)}</time>
    </div>
  )
}
