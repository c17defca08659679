'use client'
import { useEffect, useRef, type RefObject } from 'react'
import type { ConversationId } from '../domain/ids.ts'
import { isOnScreen } from '../lib/isOnScreen.ts'
import { useCapabilities } from './useCapabilities.ts'
import { useConversation } from './useConversation.ts'

/**
 * Marks as read what is on screen: not what a hidden page, or the other pane of a phone, holds ready. Does nothing where
 * no backend can mark as read; what is refused is tried again with the next message.
 *
 * @param element What has to be on screen, of the component that calls this.
 * @example
 * const thread = useRef<HTMLDivElement>(null)
 * useMarkRead(thread, conversationId)
 */
export function useMarkRead(element: RefObject<HTMLElement | null>, conversationId: ConversationId): void {
  const canMark = useCapabilities().has('markRead')
  const { conversation, markRead } = useConversation(conversationId)
  const unread = conversation?.unreadCount ?? 0
  const refused = useRef('')
  // Without dependencies: coming on screen is no change of any value here.
  useEffect(() => {
    const look = () => {
      const isSeen = document.visibilityState === 'visible' && isOnScreen(element.current)
      const asked = `${unread} ${conversationId}`
      if (!canMark || unread === 0 || asked === refused.current || !isSeen) return
      markRead().catch(() => {
        // The badge comes back; the next message tries again, not a loop.
        refused.current = asked
      })
    }
    look()
    // Who comes back to the page sees what came meanwhile; nothing renders for that.
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  })
}
