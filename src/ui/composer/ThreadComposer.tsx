'use client'
import { useState, type ReactNode } from 'react'
import type { Conversation } from '../../domain/conversation.ts'
import type { TypingParticipant } from '../../domain/typing.ts'
import type { UseSendMessageResult } from '../../react/useSendMessage.ts'
import { CollisionWarning } from './CollisionWarning.tsx'
import { Composer } from './Composer.tsx'
import { SessionWindowBar } from './SessionWindowBar.tsx'
import { toClosesAt } from './sessionWindow.ts'
import type { UseDraftResult } from './useDraft.ts'

export interface ThreadComposerProps {
  /** `null` while it is not known. */
  readonly conversation: Conversation | null
  readonly typing: readonly TypingParticipant[]
  readonly draft: UseDraftResult
  readonly onSend: UseSendMessageResult['sendMessage']
  readonly onTyping: (isTyping: boolean) => void
}

/**
 * A conversation's composer: what is being answered, how long WhatsApp's window is open, and which colleague is writing
 * here, too. A closed window is said, not enforced: without templates it would lock the agent out, and the backend knows
 * better than this computer's clock.
 */
export function ThreadComposer({ conversation, typing, draft, onSend, onTyping }: ThreadComposerProps): ReactNode {
  const [isWriting, setIsWriting] = useState(draft.text !== '')
  const { channel = null, lastInboundAt = null } = conversation ?? {}
  const colleagues = isWriting ? typing.filter(({ type }) => type === 'user') : []
  return (
    <Composer
      draft={draft.text}
      onDraft={(text) => {
        draft.keepText(text)
        setIsWriting(text !== '')
      }}
      replyTo={draft.replyTo}
      onCancelReply={() => draft.setReplyTo(null)}
      onSend={(text) => {
        onSend({ text, ...(draft.replyTo && { replyToId: draft.replyTo.id }) })
        if (draft.replyTo) draft.setReplyTo(null)
      }}
      onTyping={onTyping}
    >
      <SessionWindowBar
        closesAt={channel === 'whatsapp' && lastInboundAt !== null ? toClosesAt(lastInboundAt) : null}
        channel={channel}
      />
      <CollisionWarning kind="typing" names={colleagues.map(({ name }) => name)} />
    </Composer>
  )
}
