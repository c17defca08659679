/** `false` where the browser says that nothing of it can be seen; one that cannot say (and jsdom) shows it. */
export function isOnScreen(element: Element | null | undefined): boolean {
  if (element === null || element === undefined) return false
  const { checkVisibility } = element as Partial<Element>
  return checkVisibility === undefined || checkVisibility.call(element)
}
