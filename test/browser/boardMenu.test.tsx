import { expect, it } from 'vitest'
import { render } from 'vitest-browser-react'
import { buildConversation } from '../../src/testing/builders.ts'
import { ConversationBoard } from '../../src/ui/board/ConversationBoard.tsx'
import { en } from '../../src/ui/languages/en.ts'
import { UiProvider } from '../../src/ui/UiProvider.tsx'
import '../../src/ui/styles.css'

const COLUMNS = ['new', 'offer', 'won', 'lost'].map((id) => ({
  id,
  title: id,
  conversations: [buildConversation({ id: `${id}-card` })],
}))

/** Opens the menu of a card on a board that begins here in the window, and says where both are. */
async function openMenu(id: string, direction: 'ltr' | 'rtl', style: object) {
  await render(
    <UiProvider language={{ ...en, direction }}>
      <div style={{ position: 'fixed', width: 640, height: 200, ...style }}>
        <ConversationBoard columns={COLUMNS} onMove={() => {}} />
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
