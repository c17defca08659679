import { afterEach, describe, expect, it } from 'vitest'
import { render } from 'vitest-browser-react'
import { page, userEvent } from 'vitest/browser'
import { buildConversation } from '../../src/testing/builders.ts'
import { ConversationBoard } from '../../src/ui/board/ConversationBoard.tsx'
import { en } from '../../src/ui/languages/en.ts'
import { UiProvider } from '../../src/ui/UiProvider.tsx'
import '../../src/ui/styles.css'

const toColumn = (id: string) => ({ id, title: id, conversations: [buildConversation({ id: `${id}-card` })] })
const COLUMNS = ['new', 'offer', 'won', 'lost'].map(toColumn)
const MANY = Array.from({ length: 40 }, (_, position) => toColumn(`stage-${position}`))

/** Opens the menu of a card on a board that begins here in the window, and says where both are. */
async function openMenu(id: string, direction: 'ltr' | 'rtl', style: object, columns = COLUMNS) {
  await render(
    <UiProvider language={{ ...en, direction }}>
      <div style={{ position: 'fixed', width: 640, height: 200, ...style }}>
        <ConversationBoard columns={columns} onMove={() => {}} />
      </div>
    </UiProvider>,
  )
  const button = document.querySelector<HTMLElement>(`[data-card-id='${id}'] .crm-card-menu`)
  // A card is laid out once the browser has found it in view: nobody presses what is not there yet.
  await expect.poll(() => button?.checkVisibility({ contentVisibilityAuto: true })).toBe(true)
  button?.click()
  await expect.poll(() => document.activeElement?.role).toBe('menuitemradio')
  const [at, menu] = [button, document.querySelector('.crm-menu')].map((element) => element?.getBoundingClientRect())
  if (!at || !menu) throw new Error('unable to measure; there is no menu.')
  return { at, menu }
}

const gap = 4

it('the menu hangs below its button, and ends where that ends', async () => {
  const { at, menu } = await openMenu('new-card', 'ltr', { inset: '50px auto auto 50px' })
  expect([menu.top - at.bottom, menu.right - at.right]).toEqual([expect.closeTo(gap, 0), expect.closeTo(0, 0)])
})

it('the same from right to left, whatever the page around it is', async () => {
  const { at, menu } = await openMenu('new-card', 'rtl', { inset: '50px auto auto 50px' })
  expect([menu.top - at.bottom, menu.left - at.left]).toEqual([expect.closeTo(gap, 0), expect.closeTo(0, 0)])
})

it('stands above it where there is no room below', async () => {
  const { at, menu } = await openMenu('new-card', 'ltr', { inset: 'auto auto 20px 50px' })
  expect([at.top - menu.bottom, menu.right - at.right]).toEqual([expect.closeTo(gap, 0), expect.closeTo(0, 0)])
})

it('goes the other way on both axes in a corner, and is as wide as its words', async () => {
  // Scrolled: the first column's buttons are beside the board's beginning.
  const { at, menu } = await openMenu('new-card', 'ltr', { inset: 'auto auto 20px -230px' })
  expect([at.top - menu.bottom, menu.left - at.left]).toEqual([expect.closeTo(gap, 0), expect.closeTo(0, 0)])
})

it.each([
  ['ltr', 'Ganhou'],
  ['ltr', 'עסקה נסגרה'],
  ['rtl', 'Ganhou'],
  ['rtl', 'עסקה נסגרה'],
] as const)('%s: the tick and “%s” stand where one begins to read', async (direction, title) => {
  await openMenu('a-card', direction, { inset: '50px auto auto 50px' }, [{ ...toColumn('a'), title }, toColumn('b')])
  const item = document.querySelector('.crm-menu [aria-checked=true]')
  const words = document.createRange()
  words.selectNodeContents(item ?? document.body)
  const [inner, outer] = [words.getBoundingClientRect(), item?.getBoundingClientRect()]
  if (!item || !outer) throw new Error('unable to measure; nothing is chosen.')
  expect(direction === 'ltr' ? inner.left - outer.left : outer.right - inner.right).toBeCloseTo(30, 0)
  expect(getComputedStyle(item, '::before').float).toBe('inline-start')
  expect(getComputedStyle(item).direction).toBe(direction)
})

describe('with more columns than there is room for', () => {
  const { innerWidth, innerHeight } = window
  afterEach(() => page.viewport(innerWidth, innerHeight))

  it.each([
    ['below its button', 320, 480, '0 auto auto 0', 'ltr'],
    ['above its button', 320, 480, 'auto auto 0 0', 'ltr'],
    ['below its button', 1280, 600, '0 auto auto 600px', 'rtl'],
    ['above its button', 1280, 600, 'auto auto 0 600px', 'rtl'],
  ] as const)('scrolls %s, in a window of %d × %d', async (place, width, height, inset, direction) => {
    await page.viewport(width, height)
    const { at, menu } = await openMenu('stage-0-card', direction, { inset, width: 320 }, MANY)
    // As high as the room there is.
    const [room, top, bottom] = place.startsWith('below')
      ? [height - at.bottom, at.bottom + gap, height - gap]
      : [at.top, gap, at.top - gap]
    expect([menu.top, menu.bottom]).toEqual([expect.closeTo(top, 0), expect.closeTo(bottom, 0)])
    expect(room).toBeGreaterThan(height / 2)
    expect(menu.left).toBeGreaterThanOrEqual(0)
    expect(menu.right).toBeLessThanOrEqual(width)
    await userEvent.keyboard('{End}')
    // Laid out anew, it stays where it was scrolled to.
    document.querySelector<HTMLElement>('.crm-menu')?.style.setProperty('padding-inline', '5px')
    const last = document.activeElement?.getBoundingClientRect()
    expect(document.activeElement?.textContent).toBe('stage-39')
    expect(last?.bottom).toBeLessThanOrEqual(menu.bottom)
    expect(last?.top).toBeGreaterThanOrEqual(menu.top)
  })

  it('shows where the card is, however far down', async () => {
    await page.viewport(320, 480)
    const columns = MANY.map((each, position) => (position === 30 ? each : { ...each, conversations: [] }))
    const { menu } = await openMenu('stage-30-card', 'ltr', { inset: '0 auto auto -9000px', width: 12_012 }, columns)
    const current = document.activeElement?.getBoundingClientRect()
    expect(document.activeElement?.textContent).toBe('stage-30')
    expect(current?.top).toBeGreaterThanOrEqual(menu.top)
    expect(current?.bottom).toBeLessThanOrEqual(menu.bottom)
    // The page itself has not moved.
    expect(window.scrollY).toBe(0)
  })
})
