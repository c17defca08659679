import { StrictMode, useState, type ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { cdp, userEvent } from 'vitest/browser'
import { buildConversation } from '../../src/testing/builders.ts'
import { placeMove, type BoardColumn, type BoardMove } from '../../src/domain/boardColumns.ts'
import type { BoardCardProps } from '../../src/ui/board/BoardCard.tsx'
import { ConversationBoard, type ConversationBoardProps } from '../../src/ui/board/ConversationBoard.tsx'
import '../../src/ui/styles.css'

const COLUMN = 288
const buildColumn = (id: string, count: number): BoardColumn => ({
  id,
  title: id,
  conversations: Array.from({ length: count }, (_, row) =>
    buildConversation({
      id: `${id}-${row}`,
      lastMessageAt: new Date(Date.UTC(2026, 0, 5) - row * 60_000).toISOString(),
    }),
  ),
})

/** An application that takes every move at once. */
function Application({ columns }: { readonly columns: readonly BoardColumn[] }): ReactNode {
  const [known, setKnown] = useState(columns)
  return <Framed columns={known} onMove={(move) => setKnown((all) => placeMove(all, move))} />
}
function Framed(props: ConversationBoardProps): ReactNode {
  return (
    <StrictMode>
      <div style={{ width: 640, height: 500 }}>
        <ConversationBoard {...props} />
      </div>
    </StrictMode>
  )
}
const show = (columns: readonly BoardColumn[]) => render(<Application columns={columns} />)

const find = (selector: string) => document.querySelector<HTMLElement>(selector)
const getColumnOf = (id: string) => find(`[data-card-id='${id}']`)?.closest<HTMLElement>('section')?.dataset['columnId']
/** Real input of the browser itself; its window holds the tests' frame. */
async function send(method: string, params: object) {
  await (cdp() as unknown as { send: (method: string, params: object) => Promise<void> }).send(method, params)
}
function toWindow(element: HTMLElement | null, dx = 0, dy = 0) {
  const frame = window.frameElement?.getBoundingClientRect()
  const scale = (frame?.width ?? innerWidth) / innerWidth
  const { left = 0, top = 0, width = 0 } = element?.getBoundingClientRect() ?? {}
  return { x: (frame?.left ?? 0) + (left + width / 2 + dx) * scale, y: (frame?.top ?? 0) + (top + 20 + dy) * scale }
}
const touch = (type: string, ...touchPoints: readonly { x: number; y: number }[]) =>
  send('Input.dispatchTouchEvent', { type, touchPoints })
const mouse = (type: string, at: { x: number; y: number }, buttons = type === 'mouseReleased' ? 0 : 1) =>
  send('Input.dispatchMouseEvent', {
    type,
    ...at,
    button: type === 'mouseMoved' && buttons === 0 ? 'none' : 'left',
    buttons,
    clickCount: 1,
  })

describe('the board under real hands', () => {
  it('follows a mouse, and opens nothing on the way', async () => {
    await show([buildColumn('new', 3), buildColumn('won', 3)])
    const card = find("[data-card-id='new-0']")
    await mouse('mousePressed', toWindow(card))
    await mouse('mouseMoved', toWindow(card, 60, 30))
    await mouse('mouseMoved', toWindow(card, COLUMN, 60))
    await expect.poll(() => find('.crm-ghost')?.textContent).toContain('Move to won')
    await mouse('mouseReleased', toWindow(card, COLUMN, 60))
    await expect.poll(() => getColumnOf('new-0')).toBe('won')
    expect(find('.crm-ghost')).toBeNull()
  })

  it('lets go with the button, whoever keeps the news of it from the page', async () => {
    const onMove = vi.fn<(move: BoardMove) => void>()
    await render(
      <div onPointerUp={(event) => event.stopPropagation()}>
        <Framed columns={[buildColumn('new', 3), buildColumn('won', 3)]} onMove={onMove} />
      </div>,
    )
    const card = find("[data-card-id='new-0']")
    await mouse('mousePressed', toWindow(card))
    await mouse('mouseMoved', toWindow(card, 60, 30))
    await mouse('mouseMoved', toWindow(card, COLUMN, 60))
    await expect.poll(() => find('.crm-ghost')?.textContent).toContain('Move to won')
    await mouse('mouseReleased', toWindow(card, COLUMN, 60))
    await expect.poll(() => onMove.mock.calls.length).toBe(1)
    expect(find('.crm-ghost')).toBeNull()
  })

  it('holds nothing when the end of a press is not heard at all', async () => {
    const onMove = vi.fn<(move: BoardMove) => void>()
    await render(<Framed columns={[buildColumn('new', 3), buildColumn('won', 3)]} onMove={onMove} />)
    const [first, second] = [find("[data-card-id='new-0']"), find("[data-card-id='new-1']")]
    const deaf = new AbortController()
    window.addEventListener('pointerup', (event) => event.stopPropagation(), { capture: true, signal: deaf.signal })
    await mouse('mousePressed', toWindow(first))
    await mouse('mouseReleased', toWindow(first))
    const heard = vi.fn<(event: Event) => void>()
    document.addEventListener('pointermove', heard, { signal: deaf.signal })
    await mouse('mouseMoved', toWindow(first, 60, 60), 0)
    await mouse('mouseMoved', toWindow(first, 90, 60), 0)
    await expect.poll(() => heard.mock.calls.length).toBeGreaterThan(1)
    expect(find('[data-held]')).toBeNull()

    await mouse('mousePressed', toWindow(first))
    await mouse('mouseReleased', toWindow(first))
    deaf.abort()
    await mouse('mousePressed', toWindow(second))
    await mouse('mouseMoved', toWindow(second, 60, 30))
    await expect.poll(() => find('[data-held]')?.dataset['cardId']).toBe('new-1')
    await mouse('mouseReleased', toWindow(second, 60, 30))
    await expect.poll(() => find('[data-held]')).toBeNull()
    expect(onMove).not.toHaveBeenCalled()
  })

  it('lets a finger scroll the column, and picks a card up when it rests', async () => {
    await show([buildColumn('new', 30), buildColumn('won', 1)])
    const list = find('.crm-cards')
    const third = find("[data-card-id='new-2']")
    await touch('touchStart', toWindow(third))
    for (const dy of [-20, -50, -90, -130]) await touch('touchMove', toWindow(third, 0, dy))
    await touch('touchEnd')
    await expect.poll(() => list?.scrollTop ?? 0).toBeGreaterThan(40)
    expect(getColumnOf('new-2')).toBe('new')

    const card = find("[data-card-id='new-4']")
    const start = toWindow(card)
    await touch('touchStart', start)
    await expect.poll(() => find('.crm-ghost')).not.toBeNull()
    // The swipe may still have been running out: whichever card it was that the finger came to rest on.
    const id = find('[data-held]')?.dataset['cardId'] ?? ''
    const before = list?.scrollTop
    for (const dx of [40, 120, 200, COLUMN]) await touch('touchMove', { x: start.x + dx, y: start.y + dx / 4 })
    await expect.poll(() => find("[data-column-id='won']")?.dataset['over']).toBe('true')
    expect(list?.scrollTop).toBe(before)
    await touch('touchEnd')
    await expect.poll(() => getColumnOf(id)).toBe('won')
  })

  it('scrolls towards a column that is out of view', async () => {
    await show(['new', 'talking', 'won', 'lost'].map((id) => buildColumn(id, 1)))
    const board = find('.crm-columns')
    const card = find("[data-card-id='new-0']")
    const start = toWindow(card)
    const edge = { ...start, x: start.x + 640 - COLUMN / 2 - 30 }
    await mouse('mousePressed', start)
    await mouse('mouseMoved', { ...start, x: start.x + 30 })
    await mouse('mouseMoved', edge)
    await expect.poll(() => board?.scrollLeft ?? 0).toBeGreaterThan(COLUMN)
    await expect.poll(() => find("[data-column-id='lost']")?.dataset['over']).toBe('true')
    await mouse('mouseReleased', edge)
    await expect.poll(() => getColumnOf('new-0')).toBe('lost')
  })

  it('stays with the reader when a card arrives above', async () => {
    const onMove = () => {}
    const columns = [buildColumn('new', 30), buildColumn('won', 1)]
    const { rerender } = await render(<Framed columns={columns} onMove={onMove} />)
    const list = find('.crm-cards')
    if (list === null) throw new Error('unable to find the list')
    list.scrollTop = 500
    await expect.poll(() => list.scrollTop).toBe(500)
    const reference = [...list.children].find(
      (row) => row.getBoundingClientRect().top > list.getBoundingClientRect().top,
    )
    const top = reference?.getBoundingClientRect().top
    const changed = columns.map((column, index) => {
      const conversations = [buildConversation({ id: 'arrived' }), ...column.conversations]
      return index === 0 ? { ...column, conversations } : column
    })
    await rerender(<Framed columns={changed} onMove={onMove} />)
    await expect.poll(() => find("[data-card-id='arrived']")).not.toBeNull()
    await expect.poll(() => Math.abs((reference?.getBoundingClientRect().top ?? 0) - (top ?? 0))).toBeLessThan(2)
  })
})

const press = async (...keys: readonly string[]) => {
  for (const key of keys) await userEvent.keyboard(key)
}
const getButton = (name: string) =>
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name)
const focusCard = (id: string) => find(`[data-card-id='${id}'] .crm-card-open`)?.focus()
const getFocused = () =>
  document.activeElement?.closest<HTMLElement>('[data-card-id]')?.dataset['cardId'] ?? document.activeElement?.className

describe('the focus on the board', () => {
  it('goes on at the card when what happened to it is answered', async () => {
    const answers = [Promise.reject(new Error('no')), Promise.reject(new Error('no')), Promise.resolve()]
    for (const answer of answers) answer.catch(() => {})
    await render(<Framed columns={[buildColumn('new', 2), buildColumn('won', 1)]} onMove={() => answers.shift()} />)
    focusCard('new-0')
    await press(' ', '{ArrowRight}', ' ')
    await expect.poll(() => getButton('Dismiss')).toBeDefined()
    getButton('Dismiss')?.focus()
    await press('{Enter}')
    await expect.poll(() => getButton('Dismiss')).toBeUndefined()
    expect(getFocused()).toBe('new-0')

    await press(' ', '{ArrowRight}', ' ')
    await expect.poll(() => getButton('Try again')).toBeDefined()
    getButton('Try again')?.focus()
    await press('{Enter}')
    await expect.poll(() => getButton('Try again')).toBeUndefined()
    await expect.poll(() => getColumnOf('new-0')).toBe('won')
    await expect.poll(getFocused).toBe('new-0')
  })

  it('stays in the column when a card goes with its open menu, which does not come back with it', async () => {
    const both = [buildColumn('new', 2), buildColumn('won', 1)]
    const without = both.map((column) => ({ ...column, conversations: column.conversations.slice(-1) }))
    const { rerender } = await render(<Framed columns={both} onMove={() => {}} />)
    find("[data-card-id='new-0'] .crm-card-menu")?.focus()
    await press('{Enter}')
    await expect.poll(() => document.activeElement?.role).toBe('menuitemradio')
    await rerender(<Framed columns={without} onMove={() => {}} />)
    await expect.poll(getFocused).toBe('new-1')
    await rerender(<Framed columns={both} onMove={() => {}} />)
    await expect.poll(() => find("[data-card-id='new-0']")).not.toBeNull()
    expect(find('.crm-menu')).toBeNull()
  })

  it('goes along with a card that somebody else has moved, whose menu was open', async () => {
    const before = [buildColumn('new', 2), buildColumn('won', 1)]
    const move = { conversationId: 'new-0', fromColumnId: 'new', toColumnId: 'won' }
    const { rerender } = await render(<Framed columns={before} onMove={() => {}} />)
    find("[data-card-id='new-0'] .crm-card-menu")?.focus()
    await press('{Enter}')
    await expect.poll(() => document.activeElement?.role).toBe('menuitemradio')
    await rerender(<Framed columns={placeMove(before, move)} onMove={() => {}} />)
    await expect.poll(getFocused).toBe('new-0')
    expect([getColumnOf('new-0'), find('.crm-menu')]).toEqual(['won', null])
  })

  it('stays on the board when the last card of a column is taken', async () => {
    const { rerender } = await render(
      <Framed columns={[buildColumn('new', 1), buildColumn('won', 1)]} onMove={() => {}} />,
    )
    focusCard('new-0')
    await press(' ')
    await rerender(<Framed columns={[buildColumn('new', 0), buildColumn('won', 1)]} onMove={() => {}} />)
    await expect.poll(getFocused).toBe('crm-columns')
  })

  it('stays in a column without an id of its own, of what has no stage, when a card of it goes', async () => {
    const [none, other] = [buildColumn('none', 2), buildColumn('other', 1)]
    const board = (conversations: BoardColumn['conversations']) => (
      <Framed columns={[{ ...none, id: '', conversations }, other]} onMove={() => {}} />
    )
    const screen = await render(board(none.conversations))
    find('[data-card-id="none-0"] .crm-card-open')?.focus()
    await screen.rerender(board(none.conversations.slice(1)))
    expect(document.activeElement?.closest('[data-card-id]')?.getAttribute('data-card-id')).toBe('none-1')
  })

  it('lets the page be scrolled while a card is held, whatever news comes', async () => {
    const page = (columns: readonly BoardColumn[]) => (
      <>
        <Framed columns={columns} onMove={() => {}} />
        <div style={{ height: 3_000 }} />
      </>
    )
    const { rerender } = await render(page([buildColumn('new', 1), buildColumn('won', 1)]))
    focusCard('new-0')
    await press(' ', '{ArrowRight}')
    await expect.poll(() => find('.crm-ghost')).not.toBeNull()
    scrollTo(0, 1_500)
    await expect.poll(() => scrollY).toBe(1_500)
    await rerender(page([buildColumn('new', 1), buildColumn('won', 2)]))
    await expect.poll(() => find("[data-card-id='won-1']")).not.toBeNull()
    expect(scrollY).toBe(1_500)
    await press('{ArrowLeft}')
    await expect.poll(() => scrollY).toBeLessThan(600)
    await press('{Escape}')
  })
})

describe("an application's own pieces", () => {
  it('are left out where there are none, and written out in the markup renew no card', async () => {
    const drawn = vi.fn<(props: BoardCardProps) => void>()
    const Card = (props: BoardCardProps): ReactNode => {
      drawn(props)
      return props.assignee?.name
    }
    const [column] = [buildColumn('new', 5)]
    const conversations = column.conversations.map((each) => ({ ...each, assigneeId: 'ana' }))
    const board = (slots: object) => (
      <Framed
        columns={[{ ...column, conversations }]}
        onMove={() => {}}
        assignees={{ ana: { name: 'Ana' } }}
        {...{ slots }}
      />
    )
    const { rerender } = await render(board({ Card, Empty: undefined }))
    expect(drawn).toHaveBeenCalledWith(expect.objectContaining({ assignee: { name: 'Ana', avatarUrl: null } }))
    drawn.mockClear()
    await rerender(board({ Card, Empty: undefined }))
    expect(drawn).not.toHaveBeenCalled()
    await rerender(board({ Card: undefined, ColumnHeader: undefined, Empty: undefined }))
    expect(document.querySelectorAll('.crm-card .crm-item-name')).toHaveLength(5)
  })

  it('keep a column on a phone, however long its title and whatever its labels', async () => {
    const [first, second] = [buildColumn('new', 1), buildColumn('won', 1)]
    const conversations = first.conversations.map((each) => ({ ...each, labels: ['vip', 'vip', 'b', 'c'] }))
    await render(
      <div style={{ width: 320 }}>
        <ConversationBoard columns={[{ ...first, title: 'W'.repeat(300), conversations }, second]} onMove={() => {}} />
      </div>,
    )
    expect(find('.crm-column')?.getBoundingClientRect().width).toBeLessThanOrEqual(320 * 0.84)
    expect([...document.querySelectorAll('.crm-tag')].map(({ textContent }) => textContent)).toEqual(['vip', 'b'])
  })
})
