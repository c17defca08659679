import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState } from 'react'
import { expect, fireEvent, fn, waitFor, within } from 'storybook/test'
import { SearchPanel, type SearchPanelProps } from '../../src/ui/search/SearchPanel.tsx'
import type { SearchResult } from '../../src/ui/search/SearchResultView.tsx'
import { sampleConversations, sampleMessages } from './samples.ts'

const [maria, joao, ana] = sampleConversations
const [first, second, , fourth] = sampleMessages
if (!maria || !joao || !ana || !first || !second || !fourth) throw new Error('unable to show the search; no samples')
const LONG = `${'Bom dia! Tudo bem por aí? '.repeat(6)}O pedido da manhã saiu às 9 h; a nota vai por e-mail.`

const results: readonly SearchResult[] = [
  { kind: 'message', conversation: maria, message: { ...first, text: 'Preciso até as 10 h da MANHÃ 🙌' } },
  { kind: 'conversation', conversation: { ...ana, contact: { ...ana.contact, name: 'Manhã Feliz · Padaria' } } },
  { kind: 'message', conversation: maria, message: fourth },
  { kind: 'message', conversation: joao, message: { ...second, id: 'long', text: LONG } },
]

const meta = {
  title: 'Parts/SearchPanel',
  component: SearchPanel,
  args: {
    query: 'manha',
    results,
    onQueryChange: fn(),
    onSelect: fn(),
    onLoadMore: fn(),
    onRetry: fn(),
    onClose: fn(),
  },
  decorators: [
    (Story) => (
      <div className="crm-root crm-pane" style={{ maxWidth: 360, height: 560 }}>
        <Story />
      </div>
    ),
  ],
  // The box is the application's: it keeps what is typed.
  render: function Panel({ query: before, onQueryChange, ...props }: SearchPanelProps) {
    const [query, setQuery] = useState(before)
    const change = (next: string) => {
      setQuery(next)
      onQueryChange(next)
    }
    return <SearchPanel {...props} query={query} onQueryChange={change} />
  },
} satisfies Meta<typeof SearchPanel>
export default meta
type Story = StoryObj<typeof meta>

const getMarks = (root: HTMLElement) => [...root.querySelectorAll('mark')].map(({ textContent }) => textContent)
/** A busy machine is no failure. */
const soon = (check: () => unknown) => waitFor(check, { timeout: 8_000 })
const getVoice = (root: HTMLElement) => root.querySelector('.crm-hidden[role=status]')

export const Results: Story = {
  tags: ['visual'],
  play: async ({ canvas, canvasElement }) => {
    await expect(within(canvas.getByRole('group', { name: 'Conversations' })).getAllByRole('option')).toHaveLength(1)
    await expect(within(canvas.getByRole('group', { name: 'Messages' })).getAllByRole('option')).toHaveLength(3)
    await expect(getMarks(canvasElement)).toEqual(['Manhã', 'MANHÃ', 'manhã', 'manhã'])
    await soon(() => expect(getVoice(canvasElement)).toHaveTextContent('4 results'))
  },
}
export const Keys: Story = {
  play: async ({ canvas, userEvent, args }) => {
    const box = canvas.getByRole('combobox', { name: 'Search' })
    await userEvent.click(box)
    await expect(box).not.toHaveAttribute('aria-activedescendant')
    await userEvent.keyboard('{Enter}')
    await expect(args.onSelect).not.toHaveBeenCalled()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    const second = canvas.getAllByRole('option')[1]
    await expect(second).toHaveAttribute('aria-selected', 'true')
    await expect(box).toHaveAttribute('aria-activedescendant', second?.id)
    await expect(box).toHaveFocus()
    // A word being composed keeps its own keys.
    await fireEvent.keyDown(box, { key: 'Enter', keyCode: 229 })
    await expect(args.onSelect).not.toHaveBeenCalled()
    await userEvent.keyboard('{Enter}')
    await expect(args.onSelect).toHaveBeenLastCalledWith(results[0])
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{Enter}')
    await expect(args.onSelect).toHaveBeenLastCalledWith(results[3])
    await userEvent.keyboard('{Escape}')
    await expect(box).toHaveValue('')
    await expect(args.onClose).not.toHaveBeenCalled()
    await userEvent.keyboard('{Escape}')
    await expect(args.onClose).toHaveBeenCalledTimes(1)
  },
}
export const Pointer: Story = {
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('combobox'))
    await userEvent.click(canvas.getByText('Manhã', { exact: true }))
    await expect(args.onSelect).toHaveBeenCalledWith(results[1])
    await expect(canvas.getByRole('combobox')).toHaveFocus()
    await userEvent.click(canvas.getByRole('button', { name: 'Clear' }))
    await expect(canvas.getByRole('combobox')).toHaveValue('')
    await expect(canvas.getByRole('combobox')).toHaveFocus()
    await userEvent.click(canvas.getByRole('button', { name: 'Close' }))
    await expect(args.onClose).toHaveBeenCalledTimes(1)
  },
}
/** A server that says where the match is: here in the middle of a character, and past the end. */
export const RangesGiven: Story = {
  args: {
    query: 'thanks',
    results: [
      {
        kind: 'message',
        conversation: maria,
        message: { ...first, text: 'Ótimo 🙌 obrigado' },
        ranges: [
          [7, 8],
          [9, 99],
        ],
      },
      { kind: 'conversation', conversation: joao, ranges: [[0, 4]] },
    ],
  },
  play: async ({ canvasElement }) => {
    await expect(getMarks(canvasElement)).toEqual(['João', '🙌', 'obrigado'])
  },
}
/** A text is a text, whatever it holds. */
export const Markup: Story = {
  args: {
    query: '<img',
    results: [
      { kind: 'message', conversation: maria, message: { ...first, text: 'x <img src=x onerror=alert(1)> y' } },
    ],
  },
  play: async ({ canvasElement }) => {
    await expect(getMarks(canvasElement)).toEqual(['<img'])
    await expect(canvasElement.querySelector('img')).toBeNull()
  },
}
export const More: Story = {
  args: { hasNextPage: true },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Show more' }))
    await expect(args.onLoadMore).toHaveBeenCalledTimes(1)
    // Who goes by the keys need not leave the box for it.
    await userEvent.click(canvas.getByRole('combobox'))
    await userEvent.keyboard('{ArrowUp}')
    await expect(args.onLoadMore).toHaveBeenCalledTimes(2)
  },
}
/** The focus stays where it is while the next page is on its way. */
export const LoadingMore: Story = {
  args: { hasNextPage: true, isFetchingNextPage: true },
  play: async ({ canvas, userEvent, args }) => {
    const more = canvas.getByRole('button', { name: 'Show more' })
    more.focus()
    await expect(more).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect(args.onLoadMore).not.toHaveBeenCalled()
  },
}
/** What was found is still there when the next page is not. */
export const MoreFailed: Story = {
  args: { hasNextPage: true, isError: true },
  play: async ({ canvas, userEvent, args }) => {
    await expect(canvas.getAllByRole('option')).toHaveLength(4)
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.onRetry).toHaveBeenCalledTimes(1)
    await expect(canvas.getByRole('button', { name: 'Show more' })).toBeVisible()
  },
}
export const Empty: Story = {
  args: { query: '', results: [] },
  play: async ({ canvas }) => {
    await expect(canvas.getByText('Type a name, a number, or words from a message.')).toBeVisible()
    await expect(canvas.getByRole('combobox')).toHaveAttribute('aria-expanded', 'false')
  },
}
export const Searching: Story = { args: { results: [], isPending: true } }
/** The next letter: what was found for the last one stays until there is something better. */
export const SearchingAgain: Story = {
  args: { isPending: true },
  play: async ({ canvas }) => {
    await expect(canvas.getAllByRole('option')).toHaveLength(4)
    await expect(canvas.getByRole('listbox')).toHaveAttribute('aria-busy', 'true')
  },
}
export const Nothing: Story = {
  tags: ['visual'],
  args: { query: 'xyz', results: [] },
  play: async ({ canvas, canvasElement }) => {
    await expect(canvas.getByText('Try fewer words, another spelling, or part of the number.')).toBeVisible()
    await soon(() => expect(getVoice(canvasElement)).toHaveTextContent('Nothing found for “xyz”'))
  },
}
export const Failed: Story = {
  args: { results: [], isError: true },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.onRetry).toHaveBeenCalledTimes(1)
  },
}
