'use client'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'
import { useLasting } from './useLasting.ts'
import { SCOPES, type ConversationScope } from '../domain/conversationScope.ts'

export interface ConversationListToolsProps {
  /** What is in the search field. */
  readonly query?: string | undefined
  /** Without it there is no search field. */
  readonly onQueryChange?: ((query: string) => void) | undefined
  /** How many conversations the query has found, to be read out; absent: nothing is looked for. */
  readonly foundCount?: number | undefined
  readonly scope?: ConversationScope | undefined
  /** Without it there are no tabs. */
  readonly onScopeChange?: ((scope: ConversationScope) => void) | undefined
  /** How many conversations each tab has; what is not known is left out. */
  readonly counts?: Partial<Record<ConversationScope, number>> | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** No key for so long, and what was found is said. */
const REST_MS = 600

/** What stands above the list: the search, and whose conversations are listed. */
export function ConversationListTools(props: ConversationListToolsProps): ReactNode {
  const { words, formats } = useLanguage()
  const { query = '', onQueryChange, foundCount, scope = 'all', onScopeChange, counts = {} } = props
  const found = useLasting(foundCount === undefined ? '' : words.found(formats.count(foundCount)), REST_MS)
  if (!onQueryChange && !onScopeChange) return null
  return (
    <div className={cx('crm-tools', props.className)}>
      {onQueryChange && (
        <div className="crm-search" role="search">
          <input
            type="search"
            className="crm-search-box"
            dir="auto"
            value={query}
            aria-label={words.searchPlaceholder}
            placeholder={words.searchPlaceholder}
            onChange={(event) => onQueryChange(event.target.value)}
          />
          <span className="crm-hidden" role="status">
            {found}
          </span>
        </div>
      )}
      {onScopeChange && (
        <div className="crm-tabs" role="group" aria-label={words.scope}>
          {SCOPES.map((each) => {
            const count = counts[each]
            return (
              <button
                key={each}
                type="button"
                className="crm-tab"
                aria-pressed={each === scope}
                onClick={() => onScopeChange(each)}
              >
                {words.scopes[each]} {count !== undefined && <span>{formats.count(count).text}</span>}
              </button>
            )
          })}
        </div>
      )}
    </div>
  )
}
