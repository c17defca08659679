import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fireEvent, fn, waitFor, within } from 'storybook/test'
import { useState, type ReactNode } from 'react'
import { ConversationBoard, type ConversationBoardProps } from '../../src/ui/board/ConversationBoard.tsx'
import type { BoardMove } from '../../src/domain/boardColumns.ts'
import { ptBR } from '../../src/ui/languages/ptBR.ts'
import { UiProvider } from '../../src/ui/UiProvider.tsx'
import { applyMove, buildCard, buildColumns, sampleAssignees } from './boardSamples.ts'

interface BoardStoryProps extends ConversationBoardProps {
  /** What the server says to a move. */
  readonly answer: 'at once' | 'after a while' | 'no'
  /** What a colleague does meanwhile, by a button outside the board. */
  readonly colleague?: BoardMove | 'removes the first card' | 'a card arrives'
}

/** A busy machine is no failure. */
const soon = (check: () => unknown) => waitFor(check, { timeout: 8_000 })
const SLOW_MS = 400
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** An application around the board: it keeps the columns and answers the moves. */
function BoardStory({ answer, colleague, columns: first, onMove, ...props }: BoardStoryProps): ReactNode {
  const [columns, setColumns] = useState(first)
  const move = (next: BoardMove) => {
    onMove(next)
    if (answer === 'at once') return setColumns((known) => applyMove(known, next))
    return wait(SLOW_MS).then(() => {
      if (answer === 'no') throw new Error('refused')
      setColumns((known) => applyMove(known, next))
    })
  }
  const act = () =>
    setColumns((known) => {
      if (typeof colleague === 'object') return applyMove(known, colleague)
      return known.map((column, index) => {
        if (index > 0) return column
        const { conversations } = column
        const rest = colleague === 'a card arrives' ? [arriving, ...conversations] : conversations.slice(1)
        return { ...column, conversations: rest }
      })
    })
  return (
    <div style={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      {colleague !== undefined && (
        <button type="button" className="demo-button" style={{ alignSelf: 'start', margin: 12 }} onClick={act}>
          A colleague acts
        </button>
      )}
      <div style={{ flex: 1, minHeight: 0 }}>
        <ConversationBoard {...props} columns={columns} onMove={move} />
      </div>
    </div>
  )
}
const arriving = { ...buildCard(0), id: 'arriving', contact: { ...buildCard(0).contact, name: 'Carla Dias' } }

const meta = {
  title: 'Parts/ConversationBoard',
  component: ConversationBoard,
  parameters: { layout: 'fullscreen' },
  args: {
    columns: buildColumns(5, 4),
    onMove: fn(),
    onSelect: fn(),
    onLoadMore: fn(),
    onReload: fn(),
    selectedId: 'card-5',
    assignees: sampleAssignees,
    answer: 'at once',
  },
  argTypes: { answer: { control: 'inline-radio', options: ['at once', 'after a while', 'no'] } },
  render: (args) => <BoardStory {...args} />,
} satisfies Meta<BoardStoryProps>
export default meta
type Story = StoryObj<typeof meta>

const getColumn = (root: HTMLElement, name: string) => getButton(root, name)
/** By its text: asking for the role and name of each of a hundred cards takes seconds. */
const getCard = (root: HTMLElement, name: string) => {
  const names = [...root.querySelectorAll('.crm-cards .crm-item-name')]
  const button = names.find(({ textContent }) => textContent === name)?.closest('button')
  if (!button) throw new Error(`unable to find the card of ${name}`)
  return button
}
const getButton = (root: HTMLElement, label: string) => within(root).getByLabelText(label)
const getMiddle = (element: Element) => {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { clientX: left + width / 2, clientY: top + height / 2 }
}
const getVoice = (root: HTMLElement) =>
  [...root.querySelectorAll('[role=status]')].map(({ textContent }) => textContent).join(' ')
const pointer = { isPrimary: true, button: 0, buttons: 1, pointerId: 7 }

/** Presses a card and carries it over a column, as a mouse does. */
async function carry(root: HTMLElement, name: string, column: string, pointerType = 'mouse') {
  const card = getCard(root, name)
  const down = getMiddle(card)
  await fireEvent.pointerDown(card, { ...pointer, pointerType, ...down })
  const over = { ...pointer, pointerType, ...getMiddle(getColumn(root, column)) }
  if (pointerType === 'mouse') await fireEvent.pointerMove(document, { ...over, clientX: down.clientX + 9 })
  await soon(() => expect(root.querySelector('.crm-ghost')).toBeInTheDocument())
  await fireEvent.pointerMove(document, over)
  await soon(() => expect(getColumn(root, column)).toHaveAttribute('data-over'))
  return { card, over }
}
const drop = (over: object) => fireEvent.pointerUp(document, over)

export const FiveColumns: Story = {
  args: { columns: buildColumns(5, 20) },
  play: async ({ canvasElement, userEvent, args }) => {
    await expect(canvasElement.querySelectorAll('section')).toHaveLength(5)
    await userEvent.click(getCard(canvasElement, 'João Lima'))
    await expect(args.onSelect).toHaveBeenCalledWith('card-1')
    await expect(args.onMove).not.toHaveBeenCalled()
  },
}

/** As few as are in a small team. */
export const FewCards: Story = {
  tags: ['visual'],
  parameters: { visual: { widths: [1280, 390] } },
  args: { columns: buildColumns(4, 2) },
}

export const ByMouse: Story = {
  play: async ({ canvasElement, args }) => {
    const { over } = await carry(canvasElement, 'Maria Souza', 'Proposal')
    await expect(canvasElement.querySelector('.crm-ghost')).toHaveTextContent('Move to Proposal')
    await expect(getVoice(canvasElement)).toContain('Over Proposal, 4 conversations.')
    await drop(over)
    await expect(args.onMove).toHaveBeenCalledWith(
      expect.objectContaining({ conversationId: 'card-0', fromColumnId: 'new', toColumnId: 'proposal' }),
    )
    await soon(() => expect(getCard(canvasElement, 'Maria Souza').closest('section')).toHaveAccessibleName('Proposal'))
    await expect(getVoice(canvasElement)).toContain('Maria Souza moved to Proposal.')
    await expect(canvasElement.querySelector('.crm-ghost')).toBeNull()
  },
}
/** Escape, the same column, and a drop outside the columns change nothing, and open nothing. */
export const Cancelled: Story = {
  play: async ({ canvasElement, userEvent, args }) => {
    const first = await carry(canvasElement, 'Maria Souza', 'Won')
    await userEvent.keyboard('{Escape}')
    await expect(canvasElement.querySelector('.crm-ghost')).toBeNull()
    await expect(getVoice(canvasElement)).toContain('Cancelled. Maria Souza stays in New.')
    await drop(first.over)
    const second = await carry(canvasElement, 'Maria Souza', 'Won')
    await fireEvent.pointerMove(document, { ...second.over, clientY: -40 })
    await soon(() => expect(getVoice(canvasElement)).toContain('Outside the columns.'))
    await drop({ ...second.over, clientY: -40 })
    const third = await carry(canvasElement, 'Maria Souza', 'New')
    await drop(third.over)
    third.card.click()
    await expect(args.onMove).not.toHaveBeenCalled()
    await expect(args.onSelect).not.toHaveBeenCalled()
  },
}
/** A finger that rests picks up; one that moves at once scrolls. */
export const ByTouch: Story = {
  play: async ({ canvasElement, args }) => {
    const card = getCard(canvasElement, 'Maria Souza')
    const at = { ...pointer, pointerType: 'touch', ...getMiddle(card) }
    await fireEvent.pointerDown(card, at)
    await fireEvent.pointerMove(document, { ...at, clientY: at.clientY + 30 })
    await wait(SLOW_MS)
    await expect(canvasElement.querySelector('.crm-ghost')).toBeNull()
    await fireEvent.pointerUp(document, at)
    const { over } = await carry(canvasElement, 'Maria Souza', 'Talking', 'touch')
    await drop(over)
    await expect(args.onMove).toHaveBeenCalledTimes(1)
  },
}
export const ByKeyboard: Story = {
  play: async ({ canvasElement, userEvent, args }) => {
    getCard(canvasElement, 'Maria Souza').focus()
    await userEvent.keyboard('{ArrowDown}{ArrowUp}{ArrowRight}{ArrowLeft}')
    await expect(getCard(canvasElement, 'Maria Souza')).toHaveFocus()
    await userEvent.keyboard(' ')
    await expect(getVoice(canvasElement)).toContain('Maria Souza picked up from New.')
    await userEvent.keyboard('{ArrowRight}{ArrowRight}')
    await expect(getVoice(canvasElement)).toContain('Over Proposal')
    await userEvent.keyboard('{Escape}')
    await expect(getVoice(canvasElement)).toContain('Maria Souza stays in New.')
    await expect(args.onMove).not.toHaveBeenCalled()
    await userEvent.keyboard(' {End}{ArrowLeft}{Enter}')
    await expect(args.onMove).toHaveBeenCalledWith(expect.objectContaining({ toColumnId: 'won' }))
    // The card is another element in another column: the focus has gone along.
    await soon(() => expect(getCard(canvasElement, 'Maria Souza')).toHaveFocus())
    await expect(document.activeElement?.closest('section')).toHaveAccessibleName('Won')
    await expect(args.onSelect).not.toHaveBeenCalled()
    await userEvent.keyboard('{Enter}')
    await expect(args.onSelect).toHaveBeenCalledWith('card-0')
  },
}
/** WCAG 2.2, 2.5.7: whatever dragging does, single presses do. */
export const ByMenu: Story = {
  play: async ({ canvas, canvasElement, userEvent, args }) => {
    const button = getButton(canvasElement, 'Move Maria Souza to…')
    await userEvent.click(button)
    const menu = within(await canvas.findByRole('menu', { name: 'Move Maria Souza to…' }))
    await expect(menu.getByRole('menuitemradio', { name: 'New' })).toHaveFocus()
    await expect(menu.getByRole('menuitemradio', { name: 'New' })).toBeChecked()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{Enter}')
    await expect(args.onMove).toHaveBeenCalledWith(expect.objectContaining({ toColumnId: 'talking' }))
    await soon(() => expect(getCard(canvasElement, 'Maria Souza')).toHaveFocus())
    await soon(() => expect(canvas.queryByRole('menu')).toBeNull())
  },
}
export const MenuOpen: Story = {
  play: async ({ canvas, canvasElement, userEvent }) => {
    await userEvent.click(getButton(canvasElement, 'Move Grace Okafor to…'))
    await expect(await canvas.findByRole('menu')).toBeVisible()
  },
}
/** More columns than a window is high: the menu is as high as the room beside its button, and scrolls. */
export const MenuOfManyColumns: Story = {
  args: {
    columns: [
      ...buildColumns(5, 4),
      ...Array.from({ length: 40 }, (_, number) => ({ id: `${number}`, title: `Team ${number}`, conversations: [] })),
    ],
  },
  play: async (context) => {
    await MenuOpen.play?.(context)
    await context.userEvent.keyboard('{End}')
    await expect(context.canvas.getByRole('menuitemradio', { name: 'Team 39' })).toHaveFocus()
    const { top = -1, bottom = Infinity } = document.activeElement?.getBoundingClientRect() ?? {}
    await expect(top).toBeGreaterThan(0)
    await expect(bottom).toBeLessThan(window.innerHeight)
  },
}
export const Held: Story = {
  play: async ({ canvasElement, userEvent }) => {
    getCard(canvasElement, 'João Lima').focus()
    await userEvent.keyboard(' {ArrowRight}')
    await expect(canvasElement.querySelector('.crm-ghost')).toBeVisible()
  },
}
export const Slow: Story = {
  args: { answer: 'after a while' },
  play: async ({ canvasElement, canvas }) => {
    const { over } = await carry(canvasElement, 'Maria Souza', 'Won')
    await drop(over)
    await soon(() => expect(getCard(canvasElement, 'Maria Souza').closest('section')).toHaveAccessibleName('Won'))
    await expect(getCard(canvasElement, 'Maria Souza')).toHaveTextContent('Moving…')
    await soon(() => expect(canvas.queryByText('Moving…')).toBeNull())
    await expect(getCard(canvasElement, 'Maria Souza').closest('section')).toHaveAccessibleName('Won')
  },
}
export const Refused: Story = {
  args: { answer: 'no' },
  play: async ({ canvasElement, canvas, userEvent, args }) => {
    const { over } = await carry(canvasElement, 'Maria Souza', 'Won')
    await drop(over)
    await soon(() => expect(getCard(canvasElement, 'Maria Souza').closest('section')).toHaveAccessibleName('Won'))
    const text = 'Maria Souza could not be moved to Won and is back in its place.'
    await soon(() => expect(getVoice(canvasElement)).toContain(text))
    await expect(getCard(canvasElement, 'Maria Souza').closest('section')).toHaveAccessibleName('New')
    await userEvent.click(canvas.getByText('Try again'))
    await expect(args.onMove).toHaveBeenCalledTimes(2)
    await soon(() => expect(canvas.getByText('Dismiss')).toBeVisible())
  },
}
/** Another card arrives while one is held: the drag goes on. */
export const ArrivalWhileHeld: Story = {
  args: { colleague: 'a card arrives' },
  play: async ({ canvasElement, canvas, args }) => {
    const { over } = await carry(canvasElement, 'Maria Souza', 'Won')
    const { left, top } = canvasElement.querySelector('.crm-ghost')?.getBoundingClientRect() ?? {}
    canvas.getByText('A colleague acts').click()
    await soon(() => expect(getCard(canvasElement, 'Carla Dias')).toBeVisible())
    await expect(within(getColumn(canvasElement, 'New')).getByText('5 conversations')).toBeInTheDocument()
    await expect(canvasElement.querySelector('.crm-ghost')?.getBoundingClientRect()).toMatchObject({ left, top })
    await drop(over)
    await expect(args.onMove).toHaveBeenCalledWith(
      expect.objectContaining({ conversationId: 'card-0', toColumnId: 'won' }),
    )
  },
}
/** The card that is held is moved by a colleague: the drag ends, and says why. */
export const MovedWhileHeld: Story = {
  args: { colleague: { conversationId: 'card-0', fromColumnId: 'new', toColumnId: 'lost' } },
  play: async ({ canvasElement, canvas, args }) => {
    const { over } = await carry(canvasElement, 'Maria Souza', 'Won')
    canvas.getByText('A colleague acts').click()
    const text = 'Maria Souza was moved to Lost by somebody else while you held it.'
    await soon(() => expect(getVoice(canvasElement)).toContain(text))
    await expect(canvasElement.querySelector('.crm-ghost')).toBeNull()
    await drop(over)
    await expect(args.onMove).not.toHaveBeenCalled()
    await expect(getCard(canvasElement, 'Maria Souza').closest('section')).toHaveAccessibleName('Lost')
  },
}
export const RemovedWhileHeld: Story = {
  args: { colleague: 'removes the first card' },
  play: async ({ canvasElement, canvas, userEvent, args }) => {
    getCard(canvasElement, 'Maria Souza').focus()
    await userEvent.keyboard(' {ArrowRight}')
    canvas.getByText('A colleague acts').click()
    const text = 'Maria Souza was taken off the board while you held it.'
    await soon(() => expect(getVoice(canvasElement)).toContain(text))
    // The card that had the focus is gone; its column has it now.
    await soon(() => expect(document.activeElement?.closest('section')).toHaveAccessibleName('New'))
    await expect(args.onMove).not.toHaveBeenCalled()
  },
}
/** A colleague moves the card that has the focus: the focus goes along. */
export const MovedByAColleague: Story = {
  args: { colleague: { conversationId: 'card-0', fromColumnId: 'new', toColumnId: 'lost' } },
  play: async ({ canvasElement, canvas }) => {
    getCard(canvasElement, 'Maria Souza').focus()
    canvas.getByText('A colleague acts').click()
    await soon(() => expect(getCard(canvasElement, 'Maria Souza').closest('section')).toHaveAccessibleName('Lost'))
    await expect(getCard(canvasElement, 'Maria Souza')).toHaveFocus()
  },
}
export const AThousandCards: Story = {
  args: { columns: buildColumns(1, 1_000) },
  play: async ({ canvasElement, userEvent }) => {
    const cards = () => canvasElement.querySelectorAll('.crm-card').length
    await expect(cards()).toBeLessThan(100)
    await expect(within(getColumn(canvasElement, 'New')).getByText('1,000 conversations')).toBeInTheDocument()
    getCard(canvasElement, 'Maria Souza').focus()
    const before = cards()
    await userEvent.keyboard('{End}')
    await soon(() => expect(cards()).toBeGreaterThan(before))
    await expect(document.activeElement?.closest('[data-card-id]')).toHaveAttribute(
      'data-card-id',
      `card-${before - 1}`,
    )
  },
}
export const States: Story = {
  args: {
    columns: buildColumns(5, 3).map(
      (column, index) =>
        [
          column,
          { ...column, conversations: [] },
          { ...column, conversations: [], isPending: true },
          { ...column, conversations: [], isError: true },
          { ...column, count: 1_240, hasNextPage: true },
        ][index] ?? column,
    ),
  },
  play: async ({ canvas, userEvent, args }) => {
    await expect(canvas.getByText('No conversations here')).toBeVisible()
    await userEvent.click(canvas.getByText('Show more'))
    await expect(args.onLoadMore).toHaveBeenCalledWith('lost')
    await userEvent.click(canvas.getByText('Try again'))
    await expect(args.onReload).toHaveBeenCalledWith('won')
  },
}
/** A page that could not be loaded takes no card away. */
export const MoreFailed: Story = {
  args: { columns: buildColumns(2, 2).map((column) => ({ ...column, isError: true, hasNextPage: true })) },
  play: async ({ canvas, canvasElement, userEvent, args }) => {
    await expect(canvasElement.querySelectorAll('.crm-card')).toHaveLength(4)
    const [again] = canvas.getAllByRole('button', { name: 'Try again' })
    await userEvent.click(again ?? canvasElement)
    await expect(args.onReload).toHaveBeenCalledWith('new')
    await expect(canvas.getAllByText('Show more')).toHaveLength(2)
  },
}
/** Own pieces: what they do not say, the board still does. */
export const OwnPieces: Story = {
  args: {
    slots: {
      Card: ({ conversation }) => <strong>{conversation.contact.name ?? conversation.contact.phone}</strong>,
      ColumnHeader: ({ column }) => <h3 className="crm-column-header">{column.title.toUpperCase()}</h3>,
      Empty: () => <p className="crm-column-empty">Drop somebody here</p>,
    },
    columns: buildColumns(3, 3).map((column, index) => (index === 2 ? { ...column, conversations: [] } : column)),
  },
  play: async ({ canvas, canvasElement, userEvent, args }) => {
    await expect(canvas.getByText('PROPOSAL')).toBeVisible()
    await expect(canvas.getByText('Drop somebody here')).toBeVisible()
    canvas.getByText('Maria Souza').closest('button')?.focus()
    await userEvent.keyboard(' {End} ')
    await expect(args.onMove).toHaveBeenCalledWith(expect.objectContaining({ toColumnId: 'proposal' }))
    await soon(() => expect(getColumn(canvasElement, 'Proposal')).toContainElement(canvas.getByText('Maria Souza')))
  },
}
export const Portuguese: Story = {
  decorators: [
    (Story) => (
      <UiProvider language={ptBR}>
        <Story />
      </UiProvider>
    ),
  ],
  play: async ({ canvasElement, userEvent }) => {
    getCard(canvasElement, 'Maria Souza').focus()
    await userEvent.keyboard(' {ArrowRight} ')
    await soon(() => expect(getVoice(canvasElement)).toContain('Maria Souza foi para Talking.'))
    // The card fades in where it has come to.
    await soon(() => expect(getButton(canvasElement, 'Mover Maria Souza para…')).toBeVisible())
  },
}
/** The arrow to the left leads to the next column. */
export const RightToLeft: Story = {
  decorators: [
    (Story) => (
      <div dir="rtl" style={{ height: '100%' }}>
        <Story />
      </div>
    ),
  ],
  play: async ({ canvasElement, userEvent, args }) => {
    getCard(canvasElement, 'Maria Souza').focus()
    await userEvent.keyboard(' {ArrowLeft} ')
    await expect(args.onMove).toHaveBeenCalledWith(expect.objectContaining({ toColumnId: 'talking' }))
    const { over } = await carry(canvasElement, 'João Lima', 'Proposal')
    const ghost = canvasElement.querySelector('.crm-ghost')?.getBoundingClientRect()
    await expect(Math.abs((ghost?.left ?? 0) - over.clientX)).toBeLessThan(400)
    await drop(over)
    await expect(args.onMove).toHaveBeenCalledWith(expect.objectContaining({ toColumnId: 'proposal' }))
  },
}
