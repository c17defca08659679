'use client'
import { useEffect, useState, type ReactNode, type RefObject } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { Message } from '../../domain/message.ts'
import { isNewDay, isSameDay } from '../../domain/messageGroups.ts'
import { DayDivider } from './DayDivider.tsx'
import { isAtEnd } from './isAtEnd.ts'
import { useStableFunction } from '../../react/useStableFunction.ts'

export interface FloatingDayProps {
  readonly messages: readonly Message[]
  readonly view: RefObject<HTMLDivElement | null>
  readonly list: RefObject<VirtualizerHandle | null>
}

/** It goes so long after the last scrolling. */
const LINGER_MS = 1_200
/** A day's own line is in sight so far below the top: two of them would say the same. */
const LINE_PX = 56

/**
 * The day of what is on screen, at its top while one scrolls. Over the messages and not among them; read out it would be
 * heard with every turn of the wheel, and the days' own lines are there to be read.
 */
export function FloatingDay({ messages, view, list }: FloatingDayProps): ReactNode {
  const [at, setAt] = useState<string | null>(null)
  const onScroll = useStableFunction((element: HTMLElement) => {
    // Who is at the newest knows the day, and what arrives there scrolls by itself.
    const next = isAtEnd(element) || !list.current ? null : findDay(messages, list.current, element.scrollTop)
    setAt((known) => (known && next && isSameDay(known, next) ? known : next))
  })
  useEffect(() => {
    const element = view.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const follow = () => {
      onScroll(element)
      clearTimeout(timer)
      timer = setTimeout(() => setAt(null), LINGER_MS)
    }
    element.addEventListener('scroll', follow)
    return () => {
      clearTimeout(timer)
      element.removeEventListener('scroll', follow)
    }
  }, [view, onScroll])
  return at && <DayDivider at={at} isFloating />
}

/** When the topmost message in sight was written; `null` where its day's own line is in sight, too. */
function findDay(messages: readonly Message[], list: VirtualizerHandle, scrollTop: number): string | null {
  const index = list.findItemIndex(scrollTop)
  const isLineNear = (position: number) =>
    isNewDay(messages, position) && Math.abs(list.getItemOffset(position) - scrollTop) < LINE_PX
  return isLineNear(index) || isLineNear(index + 1) ? null : (messages[index]?.createdAt ?? null)
}
