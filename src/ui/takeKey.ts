/** It was meant for here: the browser does nothing by it, and what stands around, a dialog of the CRM, does not hear of it. */
export function takeKey(event: Pick<Event, 'preventDefault' | 'stopPropagation'>): void {
  event.preventDefault()
  event.stopPropagation()
}
