import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent } from 'storybook/test'
import { ConversationError } from '../../src/domain/errors.ts'
import { GapNotice } from '../../src/ui/GapNotice.tsx'

const meta = {
  title: 'Parts/GapNotice',
  component: GapNotice,
  args: { error: new ConversationError('timeout', 'the server did not answer'), onReload: fn() },
  decorators: [
    (Story) => (
      <div className="crm-root">
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof GapNotice>
export default meta
type Story = StoryObj<typeof meta>

export const NotAnswered: Story = {
  tags: ['visual'],
  play: async ({ canvas, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.onReload).toHaveBeenCalledTimes(1)
  },
}
export const NotAllowed: Story = { args: { error: new ConversationError('forbidden', 'not this user') } }
export const NotThere: Story = { args: { error: new ConversationError('not_found', 'no such conversation') } }
export const NothingMissing: Story = {
  args: { error: null },
  play: async ({ canvas }) => expect(canvas.queryByRole('status')).toBeNull(),
}
