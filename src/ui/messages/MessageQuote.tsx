'use client'
import type { ReactNode } from 'react'
import type { Message } from '../../domain/message.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { toAuthor } from './toAuthor.ts'
import { toSummary } from './toSummary.ts'

export interface MessageQuoteProps {
  /** `null`: not loaded. */
  readonly message: Message | null
  /** Leads to the message. */
  readonly onJump?: ((messageId: string) => void) | undefined
}

/** What a message answers. Leads there when that message is loaded. */
export function MessageQuote({ message, onJump }: MessageQuoteProps): ReactNode {
  const { words } = useLanguage()
  if (!message) return <span className="crm-quote">{words.quoteMissing}</span>
  const author = toAuthor(message, words)
  const Place = onJump ? 'button' : 'span'
  const jump =
    onJump && ({ type: 'button', title: words.jumpToQuote(author), onClick: () => onJump(message.id) } as const)
  return (
    <Place className="crm-quote" {...jump}>
      <b>
        <bdi>{author}</bdi>
      </b>
      <bdi className="crm-quote-text">{toSummary(message, words)}</bdi>
    </Place>
  )
}
