import { toNextIndex } from '../toNextIndex.ts'

const OPEN = '.crm-card-open'
const TAB_STOP = `${OPEN}[tabindex="0"]`

/** A column that is in the page. */
export function findColumnElement(board: HTMLElement | null, columnId: string | null) {
  return board?.querySelector<HTMLElement>(`[data-column-id="${CSS.escape(columnId ?? '')}"]`)
}

/** The button of a card that is in the page. */
export function findCardButton(board: HTMLElement, conversationId: string): HTMLElement | null {
  return board.querySelector<HTMLElement>(`[data-card-id="${CSS.escape(conversationId)}"] ${OPEN}`)
}

/** The card of a column that Tab stops at. */
export function findTabStop(column: Element | null | undefined): HTMLElement | null | undefined {
  return column?.querySelector<HTMLElement>(TAB_STOP)
}

/** The card that an arrow key leads to from this one; nothing for other keys and where there is none. */
export function findNextCard(card: Element, key: string): HTMLElement | null | undefined {
  const column = card.closest('[data-column-id]')
  if (!column) return null
  const cards = [...column.querySelectorAll<HTMLElement>(OPEN)]
  const next = toNextIndex(
    key,
    cards.findIndex((button) => card.contains(button)),
    cards.length,
  )
  if (next !== undefined) return cards[next]
  const steps = toSteps(key, card)
  const stops = [...(column.parentElement?.querySelectorAll<HTMLElement>(TAB_STOP) ?? [])]
  return steps === 0 ? null : stops[stops.findIndex((stop) => column.contains(stop)) + steps]
}

/** An arrow key as columns in the order of reading: 1 is the next one. 0: not an arrow to the side. */
export function toSteps(key: string, element: Element): number {
  return ({ ArrowRight: 1, ArrowLeft: -1 }[key] ?? 0) * getForward(element)
}

/** 1 where one reads to the right, -1 where one reads to the left. */
export function getForward(element: Element): number {
  return getComputedStyle(element).direction === 'rtl' ? -1 : 1
}
