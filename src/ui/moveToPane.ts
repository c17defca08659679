import type { KeyboardEvent } from 'react'
import { isOnScreen } from '../lib/isOnScreen.ts'

/** Where one goes on working in a pane, best first. */
const PLACES = [".crm-item[tabindex='0']", 'textarea', '.crm-thread'] as const

/** F6 leads from pane to pane, Shift+F6 back, as in other programs with panes. */
export function moveToPane(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'F6') return
  const panes = [...event.currentTarget.querySelectorAll<HTMLElement>('.crm-pane')].filter(
    (pane) => isOnScreen(pane) && !pane.inert,
  )
  const from = panes.findIndex((pane) => pane.contains(document.activeElement))
  const next = panes.at((from + (event.shiftKey ? -1 : 1)) % panes.length)
  if (!next) return
  event.preventDefault()
  const places = PLACES.map((place) => next.querySelector<HTMLElement>(place))
  ;(places.find(isOnScreen) ?? next).focus()
}
