/** `false` where the browser says that nothing of it can be seen; one that cannot say (and jsdom) shows it. */
export function isOnScreen(element: Element | null | undefined): boolean {
  const unsure: Partial<Element> | null | undefined = element
  return !!unsure && (unsure.checkVisibility?.() ?? true)
}
