'use client'
import type { ReactNode } from 'react'
import type { Message } from '../../domain/message.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { LinkButton } from '../LinkButton.tsx'

export interface MessageFailureProps {
  readonly message: Message
  readonly onRetry?: ((message: Message) => void) | undefined
  readonly onDiscard?: ((message: Message) => void) | undefined
}

/**
 * Why a message failed, with the way out beside it. What never left this computer can be tried again or discarded; what the
 * channel refused is on record: it can be sent again, not taken back.
 */
export function MessageFailure({ message, onRetry, onDiscard }: MessageFailureProps): ReactNode {
  const { words } = useLanguage()
  const { error } = message
  const isOurs = error?.origin === 'client'
  const reason = error?.code === 'delivery_unknown' ? words.maybeSent : words.notSent
  return (
    <div
      className="crm-failure"
      role="group"
      aria-label={words.status.failed}
      data-origin={error?.origin ?? 'provider'}
    >
      <span>{isOurs ? reason : words.notDelivered(error?.message || null)}</span>
      <LinkButton onClick={onRetry && (() => onRetry(message))}>{words.tryAgain}</LinkButton>
      {isOurs && <LinkButton onClick={onDiscard && (() => onDiscard(message))}>{words.discard}</LinkButton>}
    </div>
  )
}
