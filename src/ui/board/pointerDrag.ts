import { takeKey } from '../takeKey.ts'
import { getEdgeSpeed } from './edgeSpeed.ts'

export interface PointerDragOptions {
  /** Holds the columns (`[data-column-id]`) and their cards (`[data-card-id]`), and scrolls sideways. */
  readonly board: HTMLElement
  /** `false`: this card cannot be taken now. */
  readonly onPickUp: (conversationId: string) => boolean
  readonly onOver: (columnId: string | null) => void
  /** `false`: it was cancelled. */
  readonly onEnd: (isDrop: boolean) => void
}

export interface PointerDrag {
  /** Puts the picture of the card where the pointer holds it. */
  readonly place: (ghost: HTMLElement) => void
  /** Lets go without a word: the drag has ended for another reason. */
  readonly release: () => void
  /** For good. */
  readonly stop: () => void
}

/** A mouse that travels so far is no click. */
const MOUSE_SLOP_PX = 5
/** A finger that travels so far before the time is up scrolls. */
const TOUCH_SLOP_PX = 8
/** So long a finger rests on a card to pick it up: shorter than the system's own long press, longer than a tap. */
const LONG_PRESS_MS = 300

interface Press {
  readonly card: HTMLElement
  readonly isTouch: boolean
  /** How it began. */
  readonly down: PointerEvent
  /** Where the card was then. */
  readonly rect: DOMRect
}

/**
 * Mouse, pen and finger over a board. A mouse picks up by moving, a finger by resting: until then it scrolls the page and
 * the column as everywhere else.
 */
export function createPointerDrag({ board, onPickUp, onOver, onEnd }: PointerDragOptions): PointerDrag {
  let press: Press | null = null
  let isDragging = false
  let hasJustDragged = false
  let [x, y] = [0, 0]
  let ghost: HTMLElement | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let frame = 0

  const release = () => {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
    press = null
    isDragging = false
    ghost = null
    moves.abort()
  }
  const pickUp = () => {
    if (!press) return
    if (!onPickUp(press.card.dataset['cardId'] ?? '')) return release()
    isDragging = true
    try {
      board.setPointerCapture(press.down.pointerId)
    } catch {
      // The finger has gone in the meantime; its `pointerup` is on the way.
    }
    frame = requestAnimationFrame(follow)
  }
  /** Every frame, not every event: the columns move under a pointer that rests at the board's edge. */
  const follow = () => {
    const bounds = board.getBoundingClientRect()
    const speed = getEdgeSpeed(x, bounds.left, bounds.right)
    // A card picked up beside the edge does not scroll away from under its own hand.
    if (Math.sign(speed) === Math.sign(x - (press?.down.clientX ?? x))) board.scrollLeft += speed
    const isInside = y >= bounds.top && y <= bounds.bottom && x >= bounds.left && x <= bounds.right
    const column = [...board.querySelectorAll<HTMLElement>('[data-column-id]')].find((each) => {
      const { left, right } = each.getBoundingClientRect()
      return isInside && x >= left && x <= right
    })
    onOver(column?.dataset['columnId'] ?? null)
    if (ghost) place(ghost)
    if (isDragging) frame = requestAnimationFrame(follow)
  }
  const place = (element: HTMLElement) => {
    if (!press) return
    ghost = element
    const { down, rect } = press
    moveTo(element, rect.left + x - down.clientX, rect.top + y - down.clientY)
  }

  let moves = new AbortController()
  const onPointerDown = (event: PointerEvent) => {
    const target = event.target as Element
    const card = target.closest<HTMLElement>('[data-card-id]')
    if (event.button !== 0 || !event.isPrimary) return
    // The end of the last press was not heard.
    if (press) stopPress()
    if (!card || target.closest('.crm-card-menu')) return
    ;[x, y] = [event.clientX, event.clientY]
    const isTouch = event.pointerType === 'touch'
    press = { card, isTouch, down: event, rect: card.getBoundingClientRect() }
    if (isTouch) timer = setTimeout(pickUp, LONG_PRESS_MS)
    moves = new AbortController()
    listen(document, moves.signal, {
      pointermove: onPointerMove,
      pointerup: onPointerEnd,
      pointercancel: onPointerEnd,
      keydown: onKeyDown,
    })
  }
  const onPointerMove = (event: PointerEvent) => {
    if (press?.down.pointerId !== event.pointerId) return
    // A button that was let go outside the window, or where somebody else kept the news of it.
    if (!press.isTouch && event.buttons === 0) return stopPress()
    ;[x, y] = [event.clientX, event.clientY]
    if (isDragging) return
    const { down, isTouch } = press
    const distance = Math.hypot(x - down.clientX, y - down.clientY)
    if (distance > (isTouch ? TOUCH_SLOP_PX : MOUSE_SLOP_PX)) (isTouch ? release : pickUp)()
  }
  const onPointerEnd = (event: PointerEvent) => {
    if (press?.down.pointerId !== event.pointerId) return
    if (!isDragging || event.type !== 'pointerup') return stopPress()
    ;[x, y] = [event.clientX, event.clientY]
    follow()
    end(true)
  }
  const stopPress = () => (isDragging ? end(false) : release())
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isDragging || event.key !== 'Escape') return
    takeKey(event)
    end(false)
  }
  const end = (isDrop: boolean) => {
    release()
    // The click that follows the release in the same task opens nothing.
    hasJustDragged = true
    setTimeout(() => (hasJustDragged = false))
    onEnd(isDrop)
  }

  const always = new AbortController()
  listen(board, always.signal, {
    pointerdown: onPointerDown,
    // From the start: only so does a browser let the board keep a finger that it has begun to follow.
    touchmove: (event) => isDragging && event.preventDefault(),
    contextmenu: (event) => press && (isDragging || press.isTouch) && event.preventDefault(),
    dragstart: (event) => event.preventDefault(),
    click: (event) => hasJustDragged && event.stopPropagation(),
  })
  const stop = () => {
    release()
    always.abort()
  }
  return { place, release, stop }
}

/** Puts a fixed element at a place of the window: where a pointer is, whatever direction one reads in. */
export function moveTo({ style }: HTMLElement, left: number, top: number): void {
  style.inset = `${top}px auto auto ${left}px`
}

type Handlers = { readonly [Type in keyof DocumentEventMap]?: (event: DocumentEventMap[Type]) => unknown }

/** On the way down: a dialog around the board may let nothing up. Not passive: what is heard may be prevented. */
function listen(target: EventTarget, signal: AbortSignal, handlers: Handlers): void {
  for (const [type, handler] of Object.entries(handlers)) {
    target.addEventListener(type, handler as EventListener, { signal, capture: true, passive: false })
  }
}
