'use client'
import type { ReactNode } from 'react'
import { useLanguage } from './languages/useLanguage.ts'
import { LinkButton } from './LinkButton.tsx'

export interface LoadMoreProps {
  /** Default: an item, at the end of a list. */
  readonly as?: 'li' | 'div'
  readonly hasNextPage?: boolean | undefined
  readonly isFetchingNextPage?: boolean | undefined
  readonly onLoadMore?: (() => void) | undefined
  /** Says that something could not be loaded. */
  readonly failed?: string | false | undefined
  /** Default: `onLoadMore` tries again. */
  readonly onRetry?: (() => void) | undefined
}

/** What leads to the next page of a list, and what went wrong on the way; nothing where there is neither. */
export function LoadMore(props: LoadMoreProps): ReactNode {
  const { as: Place = 'li', hasNextPage, isFetchingNextPage = false, onLoadMore, onRetry } = props
  const { words } = useLanguage()
  const failed = !isFetchingNextPage && props.failed
  if (!hasNextPage && !failed) return null
  return (
    <Place className="crm-more">
      {failed && <span role="status">{failed}</span>}
      {failed && <LinkButton onClick={onRetry}>{words.tryAgain}</LinkButton>}
      {hasNextPage && (
        // Not disabled: that would let go of the focus.
        <LinkButton aria-disabled={isFetchingNextPage} onClick={() => isFetchingNextPage || onLoadMore?.()}>
          {failed && !onRetry ? words.tryAgain : words.loadMore}
        </LinkButton>
      )}
    </Place>
  )
}
