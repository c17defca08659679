const OPEN = '.crm-card-open'

/** The button of a card that is in the page. */
export function findCardButton(board: HTMLElement, conversationId: string): HTMLElement | null {
  return board.querySelector<HTMLElement>(`[data-card-id="${CSS.escape(conversationId)}"] ${OPEN}`)
}

/** The card of a column that Tab stops at. */
export function findTabStop(board: HTMLElement, columnId: string): HTMLElement | null {
  return board.querySelector<HTMLElement>(`[data-column-id="${CSS.escape(columnId)}"] ${OPEN}[tabindex="0"]`)
}

/** The card that an arrow key leads to from this one; `null` for other keys and where there is none. */
export function findNextCard(card: Element, key: string): HTMLElement | null {
  const column = card.closest('[data-column-id]')
  const cards = [...(column?.querySelectorAll<HTMLElement>(OPEN) ?? [])]
  const at = cards.findIndex((button) => card.contains(button))
  switch (key) {
    case 'ArrowDown':
      return cards[at + 1] ?? null
    case 'ArrowUp':
      return cards[at - 1] ?? null
    case 'Home':
      return cards[0] ?? null
    case 'End':
      return cards.at(-1) ?? null
    default: {
      const steps = toSteps(key, card)
      if (steps === 0) return null
      const stops = [...(column?.parentElement?.querySelectorAll<HTMLElement>(`${OPEN}[tabindex="0"]`) ?? [])]
      return stops[stops.findIndex((stop) => column?.contains(stop)) + steps] ?? null
    }
  }
}

/** An arrow key as columns in the order of reading: 1 is the next one. 0: not an arrow to the side. */
export function toSteps(key: string, element: Element): number {
  const toTheRight = { ArrowRight: 1, ArrowLeft: -1 }[key] ?? 0
  return toTheRight === 0 || getComputedStyle(element).direction === 'ltr' ? toTheRight : -toTheRight
}
