'use client'
import { useLayoutEffect, useRef, type ReactNode } from 'react'

export interface BoardGhostProps {
  readonly hasUnread: boolean
  /** Where it would land, in words; nothing: nowhere else. */
  readonly label: string | false | null
  /** Puts it where it belongs now. */
  readonly place: (ghost: HTMLElement) => void
  readonly children: ReactNode
}

/** The picture of the card that is held, above everything else in the page: no pane cuts it off. */
export function BoardGhost({ hasUnread, label, place, children }: BoardGhostProps): ReactNode {
  const ghost = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    // Before Safari 17 and Firefox 125 it is an ordinary fixed box.
    ghost.current?.showPopover?.()
  }, [])
  useLayoutEffect(() => {
    if (ghost.current) place(ghost.current)
  })
  return (
    <div ref={ghost} className="crm-ghost" popover="manual" aria-hidden="true">
      <div className="crm-item" data-unread={hasUnread || undefined}>
        {children}
      </div>
      {label && <div className="crm-ghost-label">{label}</div>}
    </div>
  )
}
