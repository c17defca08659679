'use client'
import type { ReactNode } from 'react'
import { useConversation } from '../react/useConversation.ts'
import { usePresence } from '../react/usePresence.ts'
import { ConversationDetails, type ConversationDetailsProps } from './ConversationDetails.tsx'
import { cx } from './cx.ts'
import { IconButton } from './IconButton.tsx'
import { CLOSE_PATH } from './icons.tsx'
import { useLanguage } from './languages/useLanguage.ts'

export interface InboxDetailsProps extends Omit<ConversationDetailsProps, 'conversation' | 'presences' | 'className'> {
  readonly conversationId: string
  /** It lies over the thread, and can be put away. Without it, it is a pane. */
  readonly onClose?: (() => void) | undefined
}

/** The inbox's third pane; a sheet where there is no room for one. */
export function InboxDetails({ conversationId, onClose, ...props }: InboxDetailsProps): ReactNode {
  const { words } = useLanguage()
  const { conversation } = useConversation(conversationId)
  const { presences } = usePresence(conversationId)
  const Pane = onClose ? 'dialog' : 'aside'
  return (
    <>
      {onClose && <div className="crm-scrim" onPointerDown={onClose} />}
      <Pane
        {...(onClose ? { open: true } : { tabIndex: -1 })}
        className={cx('crm-pane crm-pane-details', onClose && 'crm-sheet')}
        aria-label={words.details}
      >
        <header className="crm-header">
          <h2 className="crm-header-text">{words.details}</h2>
          {onClose && <IconButton label={words.closeDetails} path={CLOSE_PATH} onClick={onClose} />}
        </header>
        {conversation && <ConversationDetails conversation={conversation} presences={presences} {...props} />}
      </Pane>
    </>
  )
}
