'use client'
import type { CSSProperties, ReactNode } from 'react'

/** How wide the rows are, of what they have. */
const WIDTHS = [0.62, 0.44, 0.7, 0.5, 0.58, 0.4]
const toStyle = (width: number) => ({ '--crm-width': width }) as CSSProperties

/** The rows of a list that is on its way, in their real sizes. */
export function ConversationListSkeleton(): ReactNode {
  return (
    <div className="crm-list crm-skeleton" aria-busy="true">
      {WIDTHS.map((width) => (
        <div className="crm-item" key={width} style={toStyle(width)}>
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
        {WIDTHS.map((width) => (
          <i key={width} style={toStyle(width)} />
        ))}
      </div>
    </div>
  )
}
