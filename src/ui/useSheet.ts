import { useLayoutEffect, type RefObject } from 'react'
import { isFocusLost } from './isFocusLost.ts'

/**
 * A sheet over one pane: what lies under it is out of reach, the focus goes into the sheet, and back to the button
 * that opens it when the sheet has gone, unless the reader has taken it elsewhere.
 */
export function useSheet(isOpen: boolean, root: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const { current } = root
    const under = current?.querySelector<HTMLElement>('.crm-pane-thread')
    if (!isOpen || !current || !under) return
    // By the element: React 18 does not know the attribute.
    under.inert = true
    current.querySelector<HTMLElement>('.crm-sheet button')?.focus()
    return () => {
      under.inert = false
      // By its place: a button that was pressed has no focus in Safari, and could not be asked to take it back.
      const opener = under.querySelector<HTMLElement>('.crm-header [aria-haspopup]') ?? under
      if (isFocusLost()) opener.focus()
    }
  }, [isOpen, root])
}
