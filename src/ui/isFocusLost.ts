/** Nothing has the focus any more: what had it has left the page. `orOn`: where it waits is as good as nowhere. */
export function isFocusLost(orOn?: Element | null): boolean {
  const { activeElement, body } = document
  return activeElement === body || activeElement === orOn
}
