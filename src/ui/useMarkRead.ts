import { useEffect, useRef, type RefObject } from 'react'
import { isOnScreen } from './isOnScreen.ts'

/** Marks as read what is on screen: not what a hidden page, or the other pane of a phone, holds ready. */
export function useMarkRead(
  element: RefObject<HTMLElement | null>,
  conversationId: string,
  unread: number,
  markRead: (() => Promise<unknown>) | null,
): void {
  const refused = useRef('')
  // Without dependencies: coming on screen is no change of any value here.
  useEffect(() => {
    const isSeen = document.visibilityState === 'visible' && isOnScreen(element.current)
    const asked = `${unread} ${conversationId}`
    if (!markRead || !unread || asked === refused.current || !isSeen) return
    markRead().catch(() => {
      // The badge comes back; the next message tries again, not a loop.
      refused.current = asked
    })
  })
}
