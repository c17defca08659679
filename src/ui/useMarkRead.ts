import { useEffect, useRef, type RefObject } from 'react'
import { isOnScreen } from './isOnScreen.ts'

/** Marks as read what is on screen: not what a hidden page, or the other pane of a phone, holds ready. */
export function useMarkRead(
  element: RefObject<HTMLElement | null>,
  unread: number,
  markRead: (() => Promise<unknown>) | null,
): void {
  const refusedCount = useRef(0)
  // Without dependencies: coming on screen is no change of any value here.
  useEffect(() => {
    const isSeen = document.visibilityState === 'visible' && isOnScreen(element.current)
    if (markRead === null || unread === 0 || unread === refusedCount.current || !isSeen) return
    markRead().catch(() => {
      // The badge comes back; the next message tries again, not a loop.
      refusedCount.current = unread
    })
  })
}
