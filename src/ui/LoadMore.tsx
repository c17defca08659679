'use client'
import type { ReactNode } from 'react'
import { useLanguage } from './languages/useLanguage.ts'

export interface LoadMoreProps {
  /** Default: an item, at the end of a list. */
  readonly as?: 'li' | 'div'
  readonly hasNextPage?: boolean | undefined
  readonly isFetchingNextPage?: boolean | undefined
  readonly onLoadMore?: (() => void) | undefined
}

/** What leads to the next page of a list; nothing where there is none. */
export function LoadMore({ as: Place = 'li', hasNextPage, isFetchingNextPage, onLoadMore }: LoadMoreProps): ReactNode {
  const { words } = useLanguage()
  if (hasNextPage !== true) return null
  return (
    <Place className="crm-more">
      {/* Not `disabled`: that would take the focus from it. */}
      <button
        type="button"
        className="crm-link"
        aria-disabled={isFetchingNextPage}
        onClick={isFetchingNextPage === true ? undefined : onLoadMore}
      >
        {words.loadMore}
      </button>
    </Place>
  )
}
