import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import type { VirtualizerHandle } from 'virtua'
import { getMessageKey, isUnsent, type Message } from '../../domain/message.ts'
import { findArrivals } from '../../domain/messageNews.ts'
import { useStableFunction } from '../../react/useStableFunction.ts'
import { isAtEnd } from './isAtEnd.ts'

/** Rows at the start that are seen for the first time push the view down as they are measured; for so long it stays there. */
const SETTLE_MS = 300
/** So near the oldest message the next page is asked for. */
const NEAR_TOP_PX = 400

export interface ThreadScrollOptions {
  readonly messages: readonly Message[]
  /** Where it opens; -1: at the newest. Read once. */
  readonly opensAt: number
  readonly loadOlder: (() => void) | undefined
  /** Called with what others have just written. */
  readonly onArrivals: (arrivals: readonly Message[]) => void
}

export interface ThreadScroll {
  readonly view: RefObject<HTMLDivElement | null>
  readonly list: RefObject<VirtualizerHandle | null>
  /** So many messages arrived below what is being read. */
  readonly newsCount: number
  readonly onScroll: () => void
  /** Rows were measured, or the view itself grew or shrank. */
  readonly onResize: () => void
  readonly scrollToStart: () => void
  readonly scrollToEnd: () => void
  readonly scrollToIndex: (index: number, align: 'start' | 'center') => void
}

/**
 * Where a conversation's view stands: at the newest message while the reader is there, whatever grows or shrinks around it;
 * in place while older ones are read; and back at the newest when the reader writes.
 */
export function useThreadScroll(options: ThreadScrollOptions): ThreadScroll {
  const { messages, opensAt, loadOlder, onArrivals } = options
  const view = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const isFollowing = useRef(opensAt === -1)
  const startUntil = useRef(0)
  /** -1: it has not been scrolled yet. */
  const lastTop = useRef(-1)
  const before = useRef(messages)
  const [newsCount, setNewsCount] = useState(0)

  const follow = () => {
    const element = view.current
    if (!element || !isFollowing.current) return
    element.scrollTop = element.scrollHeight
    lastTop.current = element.scrollTop
  }
  const loadIfNearTop = useStableFunction(() => {
    const { clientHeight = 0, scrollTop = 0 } = view.current ?? {}
    // A page that does not fill the view could never be scrolled for the next one; a view without a size is filled by none.
    if (clientHeight > 0 && scrollTop < NEAR_TOP_PX) loadOlder?.()
  })
  const stayAtStart = () => {
    const element = view.current
    if (!element || performance.now() > startUntil.current) return
    if (element.scrollTop > 0) startUntil.current = performance.now() + SETTLE_MS
    element.scrollTop = 0
  }
  const scrollToIndex = (index: number, align: 'start' | 'center') => {
    isFollowing.current = false
    startUntil.current = 0
    list.current?.scrollToIndex(index, { align })
  }

  const change = useStableFunction(() => {
    const arrivals = findArrivals(before.current, messages)
    if (isNewOwn(before.current, messages)) isFollowing.current = true
    before.current = messages
    if (arrivals.length > 0) onArrivals(arrivals)
    setNewsCount((count) => (isFollowing.current ? 0 : count + arrivals.length))
    follow()
  })
  const open = useStableFunction(() => {
    // What was hidden, or suspended, runs its effects again when it is shown, and is where it was.
    if (opensAt > 0 && lastTop.current < 0) scrollToIndex(opensAt, 'start')
  })
  useLayoutEffect(open, [open])
  useLayoutEffect(change, [messages, change])
  useEffect(loadIfNearTop, [messages, loadOlder, loadIfNearTop])

  return {
    view,
    list,
    newsCount,
    onScroll: () => {
      const element = view.current
      if (!element) return
      stayAtStart()
      const { scrollTop } = element
      if (isAtEnd(element)) {
        isFollowing.current = true
        setNewsCount(0)
      } else if (scrollTop < lastTop.current - 1) {
        // Only who goes up leaves the end: what grows below, or a view that shrinks, takes nobody away from it.
        isFollowing.current = false
      }
      lastTop.current = scrollTop
      loadIfNearTop()
    },
    onResize: () => {
      follow()
      loadIfNearTop()
    },
    scrollToStart: () => {
      isFollowing.current = false
      startUntil.current = performance.now() + SETTLE_MS
      stayAtStart()
    },
    scrollToEnd: () => {
      isFollowing.current = true
      startUntil.current = 0
      setNewsCount(0)
      follow()
    },
    scrollToIndex,
  }
}

function isNewOwn(before: readonly Message[], after: readonly Message[]): boolean {
  const [previous, newest] = [before.at(-1), after.at(-1)]
  if (!newest || !isUnsent(newest) || before === after) return false
  return !previous || getMessageKey(previous) !== getMessageKey(newest)
}
