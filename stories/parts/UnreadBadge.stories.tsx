import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { UnreadBadge } from '../../src/ui/UnreadBadge.tsx'

const meta = {
  title: 'Parts/UnreadBadge',
  component: UnreadBadge,
  args: { count: 3 },
  decorators: [
    (Story) => (
      <div className="crm-root" style={{ display: 'flex' }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof UnreadBadge>
export default meta
type Story = StoryObj<typeof meta>

export const Few: Story = {
  play: async ({ canvas }) => expect(canvas.getByText('3 unread')).toBeInTheDocument(),
}
/** Shown as 99+, read out as it is. */
export const Many: Story = {
  args: { count: 1_204 },
  play: async ({ canvas }) => {
    await expect(canvas.getByText('99+')).toBeVisible()
    await expect(canvas.getByText('1,204 unread')).toBeInTheDocument()
  },
}
export const None: Story = {
  args: { count: 0 },
  play: async ({ canvas }) => expect(canvas.queryByText(/unread/)).toBeNull(),
}
