'use client'
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { Message } from '../../domain/message.ts'
import { isSameDay } from '../languages/formats.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { useNow } from '../useNow.ts'

export interface FloatingDayProps {
  readonly messages: readonly Message[]
  readonly view: RefObject<HTMLDivElement | null>
  readonly list: RefObject<VirtualizerHandle | null>
}

/** It goes so long after the last scrolling. */
const LINGER_MS = 1_200
/** A day's own line is in sight so far below the top: two of them would say the same. */
const LINE_PX = 56
/** Who is at the newest knows the day, and what arrives there scrolls by itself. */
const AT_END_PX = 48

/**
 * The day of what is on screen, at its top while one scrolls. Over the messages and not among them; read out it would be
 * heard with every turn of the wheel, and the days' own lines are there to be read.
 */
export function FloatingDay({ messages, view, list }: FloatingDayProps): ReactNode {
  const [at, setAt] = useState<string | null>(null)
  const latest = useRef(messages)
  useEffect(() => {
    latest.current = messages
  }, [messages])
  useEffect(() => {
    const element = view.current
    if (element === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const onScroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = element
      const isAtEnd = scrollHeight - scrollTop - clientHeight < AT_END_PX
      const next = isAtEnd || list.current === null ? null : findDay(latest.current, list.current, scrollTop)
      setAt((known) => (known !== null && next !== null && isSameDay(known, next) ? known : next))
      clearTimeout(timer)
      timer = setTimeout(() => setAt(null), LINGER_MS)
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      clearTimeout(timer)
      element.removeEventListener('scroll', onScroll)
    }
  }, [view, list])
  return at === null ? null : <Day at={at} />
}

function Day({ at }: { readonly at: string }): ReactNode {
  const { formats } = useLanguage()
  const day = useNow((now) => formats.day(at, now))
  return (
    <div className="crm-day crm-day-floating" aria-hidden="true">
      <time>{day}</time>
    </div>
  )
}

/** When the topmost message in sight was written; `null` where its day's own line is in sight, too. */
function findDay(messages: readonly Message[], list: VirtualizerHandle, scrollTop: number): string | null {
  const index = list.findItemIndex(scrollTop)
  const [previous, message, following] = [messages[index - 1], messages[index], messages[index + 1]]
  if (message === undefined) return null
  const beginsDay = (before: Message | undefined, after: Message) =>
    before === undefined || !isSameDay(before.createdAt, after.createdAt)
  const isNear = (position: number) => list.getItemOffset(position) + LINE_PX > scrollTop
  if (beginsDay(previous, message) && isNear(index)) return null
  const isNextNear = list.getItemOffset(index + 1) - scrollTop < LINE_PX
  if (following !== undefined && beginsDay(message, following) && isNextNear) return null
  return message.createdAt
}
