'use client'
import type { ReactNode } from 'react'
import type { Message } from '../../domain/message.ts'
import { IconButton } from '../IconButton.tsx'
import { CLOSE_PATH } from '../icons.tsx'
import { useLanguage } from '../languages/useLanguage.ts'
import { MessageQuote } from '../messages/MessageQuote.tsx'
import { toAuthor } from '../messages/toAuthor.ts'

export interface ComposerReplyProps {
  /** What is being answered. */
  readonly message: Message
  readonly onCancel?: (() => void) | undefined
}

/** What the next message answers, above the box. */
export function ComposerReply({ message, onCancel }: ComposerReplyProps): ReactNode {
  const { words } = useLanguage()
  return (
    <div className="crm-replying" role="group" aria-label={words.replyTo(toAuthor(message, words))}>
      <MessageQuote message={message} />
      {onCancel && <IconButton label={words.cancelReply} path={CLOSE_PATH} onClick={onCancel} />}
    </div>
  )
}
