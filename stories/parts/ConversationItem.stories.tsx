import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn } from 'storybook/test'
import { ConversationItem } from '../../src/ui/ConversationItem.tsx'
import { maria, rafaelWaits, waitsSince } from './lookSamples.ts'

const meta = {
  title: 'Parts/ConversationItem',
  component: ConversationItem,
  args: { conversation: maria, isSelected: false, onSelect: fn() },
  argTypes: { presence: { control: 'inline-radio', options: ['online', 'away', 'offline'] } },
  decorators: [
    (Story) => (
      <div className="crm-root" style={{ width: 304, background: 'var(--crm-surface)' }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof ConversationItem>
export default meta
type Story = StoryObj<typeof meta>

export const Answered: Story = {
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button'))
    await expect(args.onSelect).toHaveBeenCalledWith('maria')
  },
}
export const Selected: Story = { args: { isSelected: true } }
export const Unread: Story = { args: { conversation: { ...maria, unreadCount: 2 } } }
export const UnreadByFar: Story = { args: { conversation: { ...maria, unreadCount: 240 } } }
/** The customer wrote last, and nobody has answered. */
export const Waiting: Story = {
  args: { conversation: rafaelWaits },
  play: async ({ canvas }) => expect(canvas.getByText(/^waits 1h 4\dm$/)).toBeVisible(),
}
export const WaitingForDays: Story = {
  args: { conversation: { ...rafaelWaits, ...waitsSince(3 * 24 * 60 + 5), unreadCount: 4 } },
  play: async ({ canvas }) => expect(canvas.getByText('waits 3d')).toBeVisible(),
}
/** A few minutes are no wait, and neither is what was answered or put off. */
export const NotWaiting: Story = {
  args: { conversation: { ...rafaelWaits, ...waitsSince(4) } },
  play: async ({ canvas }) => expect(canvas.queryByText(/waits/)).toBeNull(),
}
export const Resolved: Story = {
  args: { conversation: { ...rafaelWaits, status: 'resolved' } },
  play: async ({ canvas }) => expect(canvas.queryByText(/waits/)).toBeNull(),
}
export const Typing: Story = {
  args: { isTyping: true, presence: 'online', isSelected: true },
  play: async ({ canvas }) => expect(canvas.getByText('typing…')).toBeVisible(),
}
export const WithAColleague: Story = { args: { assigneeName: 'Carlos Prado' } }
/** Everything at once still has room. */
export const Everything: Story = {
  tags: ['visual'],
  args: {
    conversation: {
      ...rafaelWaits,
      contact: { ...rafaelWaits.contact, name: 'Ana Clara de Albuquerque · Padaria Sol' },
      lastMessagePreview: 'Consegue mandar a segunda via do boleto?',
      unreadCount: 120,
    },
    presence: 'away',
    assigneeName: 'Carlos Prado',
  },
}
export const EverythingInTheDark: Story = { ...Everything, tags: ['!visual'], globals: { theme: 'dark' } }
export const EverythingRightToLeft: Story = { ...Everything, globals: { direction: 'rtl', language: 'pt-BR' } }
