import { useEffect, useLayoutEffect, useRef, useState, type RefObject, type UIEvent } from 'react'
import { getMessageKey, isUnsent, type Message } from '../domain/message.ts'

/** So near the newest message counts as being there: the list then follows it. */
const AT_END_PX = 48
/** So near the oldest message the next page is asked for. */
const NEAR_TOP_PX = 240

export interface ThreadScroll {
  readonly view: RefObject<HTMLDivElement | null>
  readonly onScroll: (event: UIEvent<HTMLDivElement>) => void
  /** Something arrived below what is being read. */
  readonly hasNews: boolean
  readonly scrollToEnd: () => void
}

/**
 * Where a conversation's view stands: at the newest message while the reader is there, whatever grows or shrinks around it;
 * in place while older ones are read; and back at the newest when the reader writes.
 */
export function useThreadScroll(messages: readonly Message[], loadOlder: (() => void) | undefined): ThreadScroll {
  const view = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const before = useRef<{ readonly height: number; readonly first?: string; readonly last?: string }>({ height: 0 })
  const [hasNews, setHasNews] = useState(false)

  const scrollToEnd = () => {
    isAtEnd.current = true
    setHasNews(false)
    if (view.current !== null) view.current.scrollTop = view.current.scrollHeight
  }

  useLayoutEffect(() => {
    const element = view.current
    if (element === null) return
    const { height, first: previousFirst, last: previousLast } = before.current
    const [first, last] = [messages[0], messages.at(-1)]
    const keys = { ...(first && { first: getMessageKey(first) }), ...(last && { last: getMessageKey(last) }) }
    const isNew = previousLast !== undefined && keys.last !== previousLast
    if (isNew && last !== undefined && isUnsent(last)) isAtEnd.current = true
    if (isAtEnd.current) element.scrollTop = element.scrollHeight
    else if (previousFirst !== keys.first) element.scrollTop += element.scrollHeight - height
    if (isAtEnd.current) setHasNews(false)
    else if (isNew) setHasNews(true)
    before.current = { height: element.scrollHeight, ...keys }
    // A page that does not fill the view could never be scrolled for the next one.
    if (element.scrollTop < NEAR_TOP_PX) loadOlder?.()
  }, [messages, loadOlder])

  const isEmpty = messages.length === 0
  useEffect(() => {
    const element = view.current
    if (element === null || isEmpty) return
    // The composer grows, a phone's keyboard opens, a picture loads: what is at the end stays there.
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight
      before.current = { ...before.current, height: element.scrollHeight }
    })
    observer.observe(element)
    if (element.lastElementChild !== null) observer.observe(element.lastElementChild)
    return () => observer.disconnect()
  }, [isEmpty])

  const onScroll = ({ currentTarget }: UIEvent<HTMLDivElement>) => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < AT_END_PX
    if (isAtEnd.current) setHasNews(false)
    if (scrollTop < NEAR_TOP_PX) loadOlder?.()
  }
  return { view, onScroll, hasNews, scrollToEnd }
}
