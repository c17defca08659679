import type { Meta, StoryObj } from '@storybook/react-vite'
import { TypingIndicator } from '../../src/ui/TypingIndicator.tsx'

const meta = {
  title: 'Parts/TypingIndicator',
  component: TypingIndicator,
  args: { typing: [{ type: 'contact', id: '5511988887777', name: 'Maria' }] },
  decorators: [
    (Story) => (
      <div className="crm-root">
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof TypingIndicator>
export default meta
type Story = StoryObj<typeof meta>

export const SomebodyKnown: Story = { tags: ['visual'] }
export const SomebodyUnknown: Story = { args: { typing: [{ type: 'contact', id: '55', name: null }] } }
export const Nobody: Story = { args: { typing: [] } }
