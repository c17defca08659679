'use client'
import { memo, useMemo, type ComponentType, type ReactNode } from 'react'
import type { TypingParticipant } from '../domain/typing.ts'
import { createStore, type Readable } from '../lib/store.ts'
import { useStore } from '../react/useStore.ts'
import { ConversationItem, type ConversationItemProps } from './ConversationItem.tsx'

export interface ConversationRowProps extends ConversationItemProps {
  readonly watchTyping: ((conversationId: string) => Readable<readonly TypingParticipant[]>) | undefined
  /** Default: `ConversationItem`. */
  readonly Item: ComponentType<ConversationItemProps> | undefined
}

const NOBODY = createStore<readonly TypingParticipant[]>([])

/** A conversation of the list with who writes in it. Renders again only when that, or the conversation, changes. */
export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps): ReactNode {
  const { watchTyping, Item = ConversationItem, ...item } = props
  const { id } = item.conversation
  const typing = useStore(useMemo(() => watchTyping?.(id) ?? NOBODY, [watchTyping, id]))
  const isTyping = typing.some(({ type }) => type === 'contact')
  return (
    <li>
      {/* Who writes is there. */}
      <Item {...item} isTyping={isTyping} presence={isTyping ? 'online' : item.presence} />
    </li>
  )
})
