'use client'
import type { ReactNode } from 'react'
import { useLanguage } from '../languages/useLanguage.ts'
import { LinkButton } from '../LinkButton.tsx'
import type { BoardMove } from '../../domain/boardColumns.ts'

/** What happened to a card that its mover has to know. */
export interface BoardNotice {
  readonly conversationId: string
  readonly text: string
  /** The move that was refused; `null`: somebody else was quicker, and there is nothing to try again. */
  readonly refused: BoardMove | null
}

export interface BoardNoticesProps {
  readonly notices: readonly BoardNotice[]
  readonly onRetry: (move: BoardMove) => void
  readonly onDismiss: (conversationId: string) => void
}

/** Stays until it is answered: a card that goes back by itself must not do so unseen. The live region reads it out. */
export function BoardNotices({ notices, onRetry, onDismiss }: BoardNoticesProps): ReactNode {
  const { words } = useLanguage()
  return notices.map(({ conversationId, text, refused }) => (
    <div className="crm-banner" key={conversationId} data-tone={refused ? 'danger' : 'warn'}>
      <span>{text}</span>
      {refused && <LinkButton onClick={() => onRetry(refused)}>{words.tryAgain}</LinkButton>}
      <LinkButton onClick={() => onDismiss(conversationId)}>{words.dismiss}</LinkButton>
    </div>
  ))
}
