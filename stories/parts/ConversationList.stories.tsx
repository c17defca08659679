import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn } from 'storybook/test'
import { ConversationList } from '../../src/ui/ConversationList.tsx'
import { lookConversations, watchTypingMaria } from './lookSamples.ts'
import { sampleConversations } from './samples.ts'

const meta = {
  title: 'Parts/ConversationList',
  component: ConversationList,
  tags: ['visual'],
  parameters: { visual: { widths: [370] } },
  args: { conversations: sampleConversations, selectedId: 'maria', onSelect: fn(), onReload: fn(), onLoadMore: fn() },
  decorators: [
    (Story) => (
      <div className="crm-root crm-pane" style={{ width: 320, height: 480 }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof ConversationList>
export default meta
type Story = StoryObj<typeof meta>

export const Conversations: Story = {
  play: async ({ canvas, userEvent, args }) => {
    await expect(canvas.getByText('2 unread')).toBeInTheDocument()
    const rows = canvas.getAllByRole('button')
    // One stop of the Tab key, at the conversation that is open; the arrow keys lead on.
    await userEvent.tab()
    await expect(rows[0]).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await expect(args.onSelect).toHaveBeenCalledWith('joao')
    await userEvent.keyboard('{End}{ArrowDown}')
    await expect(rows.at(-1)).toHaveFocus()
    await userEvent.keyboard('{Home}{ArrowUp}')
    await expect(rows[0]).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    await userEvent.tab()
    await userEvent.tab({ shift: true })
    await expect(rows[2]).toHaveFocus()
  },
}
/** Who answers what, and who is writing. */
export const Busy: Story = {
  args: {
    conversations: lookConversations,
    toAssigneeName: (id) => (id === 'carlos' ? 'Carlos Prado' : null),
    watchTyping: watchTypingMaria,
  },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button', { name: /Maria Souza.*typing…/ })).toHaveAttribute('data-typing')
    await expect(canvas.getAllByText('With Carlos Prado')[0]).toBeInTheDocument()
  },
}
export const NothingFound: Story = {
  args: { conversations: [], emptyTitle: 'Nothing found', emptyHint: 'Try another name, number or word.' },
}
export const More: Story = { tags: ['!visual'], args: { hasNextPage: true } }
/** The next page could not be loaded: what is there stays. */
export const MoreFailed: Story = {
  tags: ['!visual'],
  args: { hasNextPage: true, isFetchNextPageError: true },
  play: async ({ canvas, userEvent, args }) => {
    await expect(canvas.getByRole('status')).toHaveTextContent('could not be loaded')
    await expect(canvas.queryByText('Show more')).toBeNull()
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.onLoadMore).toHaveBeenCalledTimes(1)
  },
}
export const Pending: Story = { args: { conversations: [], isPending: true } }
export const Empty: Story = { args: { conversations: [] } }
export const Failed: Story = { args: { conversations: [], isError: true } }
