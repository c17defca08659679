import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, waitFor } from 'storybook/test'
import { buildMessage } from '../../src/testing/builders.ts'
import { MessageList } from '../../src/ui/MessageList.tsx'
import { daysAgo, sampleMessages } from './samples.ts'

const meta = {
  title: 'Parts/MessageList',
  component: MessageList,
  args: { messages: sampleMessages, onRetry: fn(), onDiscard: fn(), onLoadOlder: fn(), onReload: fn() },
  decorators: [
    (Story) => (
      <div className="crm-root" style={{ display: 'flex', flexDirection: 'column', height: 420, maxWidth: 720 }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof MessageList>
export default meta
type Story = StoryObj<typeof meta>

export const Conversation: Story = {}
export const Pending: Story = { args: { messages: [], isPending: true } }
export const Empty: Story = { args: { messages: [] } }
export const Failed: Story = {
  args: { messages: [], isError: true },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.onReload).toHaveBeenCalled()
  },
}
export const OlderFailed: Story = { args: { hasNextPage: true, isFetchNextPageError: true } }

const long = Array.from({ length: 200 }, (_, position) =>
  buildMessage({
    id: `long-${1000 + position}`,
    text: `Message ${position + 1}`,
    direction: position % 3 === 0 ? 'outbound' : 'inbound',
    createdAt: daysAgo(
      2,
      `${String(8 + Math.floor(position / 20)).padStart(2, '0')}:${String((position % 20) * 3).padStart(2, '0')}`,
    ),
  }),
)
export const Long: Story = {
  args: { messages: long, hasNextPage: true },
  play: async ({ canvas, args }) => {
    const log = canvas.getByRole('log')
    await waitFor(() => expect(log.scrollTop + log.clientHeight).toBeGreaterThan(log.scrollHeight - 2))
    await expect(args.onLoadOlder).not.toHaveBeenCalled()
    log.scrollTop = 0
    await waitFor(() => expect(args.onLoadOlder).toHaveBeenCalled())
  },
}
