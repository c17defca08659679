'use client'
import type { ReactNode } from 'react'

const ROWS = [0.62, 0.44, 0.7, 0.5, 0.58, 0.4]

/** The rows of a list that is on its way, in their real sizes. */
export function ConversationListSkeleton(): ReactNode {
  return (
    <div className="crm-list crm-skeleton" aria-busy="true">
      {ROWS.map((width) => (
        <div className="crm-item" key={width}>
          <span className="crm-avatar" />
          <i style={{ width: `${width * 100}%`, height: 14 }} />
          <i style={{ width: `${(1 - width / 2) * 100}%`, height: 11 }} />
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
        {ROWS.map((width, position) => (
          <i
            key={width}
            style={{
              width: `${width * 80}%`,
              height: 36,
              marginTop: 8,
              alignSelf: position % 3 === 1 ? 'flex-end' : 'flex-start',
            }}
          />
        ))}
      </div>
    </div>
  )
}
