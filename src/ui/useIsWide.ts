import { useLayoutEffect, useState, type RefObject } from 'react'

/** An element is at least so wide, in px; `false` until it has been measured, before the first paint. */
export function useIsWide(element: RefObject<HTMLElement | null>, leastPx: number): boolean {
  const [isWide, setIsWide] = useState(false)
  useLayoutEffect(() => {
    const { current } = element
    if (!current) return
    const measure = () => setIsWide(current.clientWidth >= leastPx)
    measure()
    // Not in jsdom, where nothing has a size.
    if (typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [element, leastPx])
  return isWide
}
