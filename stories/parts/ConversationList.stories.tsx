import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn } from 'storybook/test'
import { ConversationList } from '../../src/ui/ConversationList.tsx'
import { sampleConversations } from './samples.ts'

const meta = {
  title: 'Parts/ConversationList',
  component: ConversationList,
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
    await userEvent.tab()
    await userEvent.tab()
    await userEvent.keyboard('{Enter}')
    await expect(args.onSelect).toHaveBeenCalledWith('joao')
  },
}
export const More: Story = { args: { hasNextPage: true } }
export const Pending: Story = { args: { conversations: [], isPending: true } }
export const Empty: Story = { args: { conversations: [] } }
export const Failed: Story = { args: { conversations: [], isError: true } }
