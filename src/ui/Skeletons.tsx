'use client'
import type { ReactNode } from 'react'

/** How wide each is, of what it has, says the style sheet. */
const ROWS = [1, 2, 3, 4, 5, 6]

/** The rows of a list that is on its way, in their real sizes. */
export function ConversationListSkeleton(): ReactNode {
  return (
    <div className="crm-list crm-skeleton" aria-busy="true">
      {ROWS.map((row) => (
        <div className="crm-item" key={row}>
          <span className="crm-avatar" />
          <i />
          <i />
        </div>
      ))}
    </div>
  )
}

/** The bubbles of a conversation that is on its way. */
export function MessageListSkeleton(): ReactNode {
  return (
    <div className="crm-thread" aria-busy="true">
      <div className="crm-messages crm-skeleton">
        {ROWS.map((row) => (
          <i key={row} />
        ))}
      </div>
    </div>
  )
}
