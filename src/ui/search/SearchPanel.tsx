'use client'
import { memo, useId, useLayoutEffect, useRef, useState } from 'react'
import type { ComponentType, FocusEvent, KeyboardEvent, ReactNode } from 'react'
import { cx } from '../cx.ts'
import { isFocusLost } from '../isFocusLost.ts'
import { IconButton } from '../IconButton.tsx'
import { CLOSE_PATH, Icon } from '../icons.tsx'
import { useLanguage } from '../languages/useLanguage.ts'
import { LinkButton } from '../LinkButton.tsx'
import { isComposing, scrollToOption } from '../listbox.ts'
import { LoadMore } from '../LoadMore.tsx'
import { ConversationListSkeleton } from '../Skeletons.tsx'
import { StateNotice } from '../StateNotice.tsx'
import { takeKey } from '../takeKey.ts'
import { useLasting } from '../useLasting.ts'
import { SearchResultView, type SearchResult, type SearchResultProps } from './SearchResultView.tsx'

export interface SearchPanelProps {
  readonly query: string
  readonly onQueryChange: (query: string) => void
  /** For `query`, in the order in which they are shown within their group. Earlier ones may stay while `isPending`. */
  readonly results: readonly SearchResult[]
  readonly isPending?: boolean
  /** The results that were found before stay. */
  readonly isError?: boolean
  readonly onRetry?: (() => void) | undefined
  readonly hasNextPage?: boolean
  readonly isFetchingNextPage?: boolean
  readonly onLoadMore?: (() => void) | undefined
  readonly onSelect: (result: SearchResult) => void
  /** Escape in an empty box, and the button. Default: there is no button. */
  readonly onClose?: (() => void) | undefined
  readonly slots?: SearchPanelSlots | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Pieces that can be replaced. */
export interface SearchPanelSlots {
  /** Stands inside an option: text and pictures only. */
  readonly Result?: ComponentType<SearchResultProps>
}

/** The number of results is said when it has been the same for so long: not with every letter. */
const VOICE_MS = 800
const LENS_PATH = 'M4.5 11a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0m11.5 5 4.5 4.5'
const KINDS = ['conversation', 'message'] as const

/** A search box and what it finds. The focus stays in the box: arrows choose, Enter opens, Escape clears and then closes. */
export function SearchPanel(props: SearchPanelProps): ReactNode {
  const { words, formats } = useLanguage()
  const { query, onQueryChange, results, isPending, isError, onSelect, onClose } = props
  const Result = props.slots?.Result ?? SearchResultView
  const id = useId()
  const box = useRef<HTMLInputElement>(null)
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const isBlank = query.trim() === ''
  const hasResults = !isBlank && results.length > 0
  const shown = hasResults ? KINDS.flatMap((kind) => results.filter((result) => result.kind === kind)) : []
  const active = shown.findIndex((result) => toKey(result) === activeKey)
  const nothing = words.searchNothing(query)
  const said = results.length === 0 ? nothing : words.searchCount(formats.count(results.length))
  const spoken = useLasting(isBlank || isError || isPending ? '' : said, VOICE_MS)

  const choose = (index: number) => {
    const result = shown.at(index % shown.length)
    setActiveKey(result ? toKey(result) : null)
    if (result === shown.at(-1) && props.hasNextPage && !props.isFetchingNextPage) props.onLoadMore?.()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    const result = shown[active]
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    // Up from none of them leads to the last one, too.
    if (step && hasResults) choose(step > 0 ? active + 1 : Math.max(active, 0) - 1)
    else if (event.key === 'Enter' && result) onSelect(result)
    else if (event.key === 'Escape' && query !== '') onQueryChange('')
    else if (event.key === 'Escape' && onClose) onClose()
    else return
    takeKey(event)
  }
  /** A button of it has the focus of the keyboard. */
  const isHeld = useRef(false)
  const hold = ({ target }: FocusEvent) => {
    isHeld.current = target.matches(':focus-visible')
  }
  useLayoutEffect(() => {
    // The button is gone, with what it was for.
    if (isHeld.current && isFocusLost()) box.current?.focus()
  })
  const clear = () => {
    onQueryChange('')
    box.current?.focus()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it hears where the focus is
    <div className={cx('crm-search-panel', props.className)} role="search" onFocus={hold} onBlur={hold}>
      <div className="crm-search-bar">
        <Icon path={LENS_PATH} />
        <input
          ref={box}
          dir="auto"
          type="text"
          role="combobox"
          autoComplete="off"
          enterKeyHint="search"
          aria-label={words.search}
          aria-autocomplete="list"
          aria-expanded={hasResults}
          aria-controls={hasResults ? `${id}list` : undefined}
          aria-activedescendant={active === -1 ? undefined : `${id}${active}`}
          placeholder={words.searchPlaceholder}
          value={query}
          onChange={(event) => onQueryChange(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {query !== '' && <LinkButton onClick={clear}>{words.clear}</LinkButton>}
        {onClose && <IconButton label={words.close} path={CLOSE_PATH} onClick={onClose} />}
      </div>
      {toBody()}
      <div className="crm-hidden" role="status">
        {spoken}
      </div>
    </div>
  )

  function toBody(): ReactNode {
    if (isBlank) return <StateNotice isSilent title={words.searchEmpty} hint={words.searchEmptyHint} />
    if (!hasResults) {
      if (isError) return <StateNotice title={words.searchFailed} onRetry={props.onRetry} />
      if (isPending) return <ConversationListSkeleton />
      return <StateNotice isSilent title={nothing} hint={words.searchNothingHint} />
    }
    return (
      <div className="crm-list">
        <div role="listbox" id={`${id}list`} aria-label={words.search} aria-busy={isPending}>
          {KINDS.map((kind) => {
            const group = shown.filter((result) => result.kind === kind)
            return (
              group.length > 0 && (
                <div role="group" aria-labelledby={`${id}${kind}`} key={kind}>
                  <div className="crm-search-group" id={`${id}${kind}`}>
                    {kind === 'message' ? words.messages : words.inbox}
                  </div>
                  {group.map((result) => {
                    const key = toKey(result)
                    return (
                      // The keys are the box's, which has the focus.
                      <div
                        key={key}
                        // By number: an id of a backend's may hold anything.
                        id={`${id}${shown.indexOf(result)}`}
                        ref={key === activeKey ? scrollToOption : null}
                        className="crm-item"
                        role="option"
                        tabIndex={-1}
                        aria-selected={key === activeKey}
                        onMouseDown={(event) => event.preventDefault()}
                        onClick={() => onSelect(result)}
                        onKeyDown={onKeyDown}
                      >
                        <Row Result={Result} result={result} query={query} />
                      </div>
                    )
                  })}
                </div>
              )
            )
          })}
        </div>
        <LoadMore as="div" {...props} failed={isError && words.searchFailed} />
      </div>
    )
  }
}

/** Arrows and a new page look through no text again. */
const Row = memo(function Row({
  Result,
  ...props
}: SearchResultProps & { readonly Result: ComponentType<SearchResultProps> }): ReactNode {
  return <Result {...props} />
})

function toKey(result: SearchResult): string {
  return `${result.kind}-${result.kind === 'message' ? result.message.id : result.conversation.id}`
}
