'use client'
import type { ReactNode } from 'react'
import type { Message } from '../../domain/message.ts'
import { IconButton } from '../IconButton.tsx'
import { useLanguage } from '../languages/useLanguage.ts'
import { toAuthor } from './toAuthor.ts'

export interface MessageReplyProps {
  readonly message: Message
  readonly onReply: (message: Message) => void
}

/** Answers a message. Beside its bubble, in room that is there anyway: a row is as high with it as without. */
export function MessageReply({ message, onReply }: MessageReplyProps): ReactNode {
  const { words } = useLanguage()
  return (
    <IconButton
      className="crm-reply"
      label={words.replyTo(toAuthor(message, words))}
      path="M10 6 4.5 11.5 10 17M5 11.5h8.5a6 6 0 0 1 6 6v1"
      onClick={() => onReply(message)}
    />
  )
}
