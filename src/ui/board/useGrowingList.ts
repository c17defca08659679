import { useEffect, useRef, useState } from 'react'

/** So many rows more each time: two screens of a tall column. */
const STEP = 40
/** So far ahead of the end the next ones are made: nobody sees it. */
const AHEAD = '800px'

/**
 * How many rows of a long list are in the page: those that were scrolled to, and some more. Rows are never taken out
 * again: the browser keeps its place when others come and go above, finds text in them, and skips what is out of view.
 *
 * @param length of the whole list.
 * @returns `end` goes on the element behind the last row while `count` is less than `length`.
 */
export function useGrowingList(length: number) {
  const [count, setCount] = useState(STEP)
  const end = useRef<HTMLLIElement>(null)
  useEffect(() => {
    const element = end.current
    if (!element || count >= length) return
    const grow = (entries: readonly IntersectionObserverEntry[]) =>
      entries.at(-1)?.isIntersecting && setCount(count + STEP)
    const observer = new IntersectionObserver(grow, { root: element.parentElement, rootMargin: AHEAD })
    observer.observe(element)
    return () => observer.disconnect()
  }, [count, length])
  return { count, end }
}
