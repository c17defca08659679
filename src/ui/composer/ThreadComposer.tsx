'use client'
import { useMemo, useState, type ReactNode } from 'react'
import type { Conversation } from '../../domain/conversation.ts'
import type { TypingParticipant } from '../../domain/typing.ts'
import type { UseSendMessageResult } from '../../react/useSendMessage.ts'
import { TypingIndicator } from '../TypingIndicator.tsx'
import { useLasting } from '../useLasting.ts'
import { CollisionWarning } from './CollisionWarning.tsx'
import { Composer } from './Composer.tsx'
import { SessionWindowBar } from './SessionWindowBar.tsx'
import { toClosesAt } from '../../domain/sessionWindow.ts'
import type { UseDraftResult } from '../../react/useDraft.ts'

export interface ThreadComposerProps {
  /** `null` while it is not known. */
  readonly conversation: Conversation | null
  readonly typing: readonly TypingParticipant[]
  readonly draft: UseDraftResult
  readonly onSend: UseSendMessageResult['sendMessage']
  readonly onTyping: (isTyping: boolean) => void
}

/** So long a colleague may pause and is still writing. */
const PAUSE_MS = 4_000

/**
 * A conversation's composer: who is writing, what is being answered, how long WhatsApp's window is open, and which colleague is writing
 * here, too. A closed window is said, not enforced: without templates it would lock the agent out, and the backend knows
 * better than this computer's clock.
 */
export function ThreadComposer({ conversation, typing, draft, onSend, onTyping }: ThreadComposerProps): ReactNode {
  const [isWriting, setIsWriting] = useState(draft.text !== '')
  const { channel = null, lastInboundAt = null } = conversation ?? {}
  const colleagues = useMemo(() => typing.filter(({ type }) => type === 'user'), [typing])
  // Whoever pauses between two words is not gone, and is not announced with each of them.
  const lasting = useLasting(colleagues, colleagues.length > 0 ? 0 : PAUSE_MS)
  return (
    <>
      {/* Nobody is named twice. */}
      <TypingIndicator typing={isWriting ? typing.filter(({ type }) => type !== 'user') : typing} />
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
          closesAt={channel === 'whatsapp' && lastInboundAt ? toClosesAt(lastInboundAt) : null}
          channel={channel}
        />
        <CollisionWarning kind="typing" names={isWriting ? lasting.map(({ name }) => name) : []} />
      </Composer>
    </>
  )
}
