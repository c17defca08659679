import { memo, type ReactNode } from 'react'
import type { Attachment, Message } from '../domain/message.ts'
import { DeliveryTicks } from './DeliveryTicks.tsx'
import { formatTime } from './formatTime.ts'
import { words } from './words.ts'

export interface MessageBubbleProps {
  readonly message: Message
  readonly onRetry?: ((message: Message) => void) | undefined
  readonly onDiscard?: ((message: Message) => void) | undefined
}

/** One message. Renders again only when its own message changes. */
export const MessageBubble = memo(function MessageBubble({
  message,
  onRetry,
  onDiscard,
}: MessageBubbleProps): ReactNode {
  const { direction, status, type, createdAt } = message
  return (
    <>
      <div className="crm-bubble" data-direction={direction} data-status={status} data-type={type}>
        {type === 'note' && <span className="crm-bubble-author">{words.note(message.sender.name)}</span>}
        <Content message={message} />
        <span className="crm-meta">
          <time dateTime={createdAt}>{formatTime(createdAt)}</time>
          {direction === 'outbound' && type !== 'note' && <DeliveryTicks status={status} />}
        </span>
      </div>
      {status === 'failed' && <Failure message={message} onRetry={onRetry} onDiscard={onDiscard} />}
    </>
  )
})

function Content({ message }: Pick<MessageBubbleProps, 'message'>): ReactNode {
  const { deletedAt, type, attachments, text } = message
  if (deletedAt !== null) return <span className="crm-bubble-muted">{words.deleted}</span>
  const isEmpty = text === null && attachments.length === 0
  return (
    <>
      {attachments.map((attachment, position) => (
        <Media key={attachment.id ?? position} type={type} attachment={attachment} />
      ))}
      {text !== null && <bdi>{text}</bdi>}
      {isEmpty && <span className="crm-bubble-muted">{words.unsupported}</span>}
    </>
  )
}

/** A message can hold anything: only web addresses and pictures from this page are ever loaded. */
function Media({ type, attachment }: { readonly type: Message['type']; readonly attachment: Attachment }): ReactNode {
  const { url, filename } = attachment
  if (url === null || !/^(https?:|blob:|data:image\/)/i.test(url)) {
    return <span className="crm-bubble-muted">{words.mediaMissing} </span>
  }
  if (type === 'image' || type === 'sticker') return <img className="crm-media" src={url} alt={filename ?? ''} />
  if (type === 'audio') return <audio className="crm-media" src={url} controls preload="none" />
  if (type === 'video') return <video className="crm-media" src={url} controls preload="none" />
  return (
    <a className="crm-file" href={url} target="_blank" rel="noopener noreferrer">
      {filename ?? words.file}
    </a>
  )
}

function Failure({ message, onRetry, onDiscard }: MessageBubbleProps): ReactNode {
  const isOurs = message.error?.origin === 'client'
  const reason = message.error?.code === 'delivery_unknown' ? words.maybeSent : words.notSent
  return (
    <div className="crm-failure" role="group" aria-label={words.status.failed}>
      <span>{isOurs ? reason : (message.error?.message ?? words.notDelivered)}</span>
      {onRetry && (
        <button type="button" className="crm-link" onClick={() => onRetry(message)}>
          {words.tryAgain}
        </button>
      )}
      {isOurs && onDiscard && (
        <button type="button" className="crm-link" onClick={() => onDiscard(message)}>
          {words.discard}
        </button>
      )}
    </div>
  )
}
