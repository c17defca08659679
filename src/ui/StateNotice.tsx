import type { ReactNode } from 'react'
import { words } from './words.ts'

export interface StateNoticeProps {
  readonly title: string
  readonly hint?: string | undefined
  readonly onRetry?: (() => void) | undefined
}

/** What stands in a pane that has nothing to list: what it is, what will come, and the way out. */
export function StateNotice({ title, hint, onRetry }: StateNoticeProps): ReactNode {
  return (
    <div className="crm-state" role="status">
      <strong>{title}</strong>
      {hint !== undefined && <p>{hint}</p>}
      {onRetry && (
        <button type="button" className="crm-link" onClick={onRetry}>
          {words.tryAgain}
        </button>
      )}
    </div>
  )
}
