import { useLayoutEffect, useState, type RefObject } from 'react'

/** How many of these widths, in px, an element has; 0 until it has been measured, before the first paint. */
export function useRoom(element: RefObject<HTMLElement | null>, widthsPx: readonly number[]): number {
  const [room, setRoom] = useState(0)
  useLayoutEffect(() => {
    const { current } = element
    if (!current) return
    const measure = () => setRoom(widthsPx.filter((px) => current.clientWidth >= px).length)
    measure()
    // Not in jsdom, where nothing has a size.
    if (typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [element, widthsPx])
  return room
}
