/** So near the newest message counts as being there. */
const AT_END_PX = 48

/** A view shows the end of what it scrolls. */
export function isAtEnd({ scrollTop, scrollHeight, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < AT_END_PX
}
