import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { Avatar } from '../../src/ui/Avatar.tsx'
import { PresenceDot } from '../../src/ui/PresenceDot.tsx'
import { maria } from './lookSamples.ts'

const meta = {
  title: 'Parts/PresenceDot',
  component: PresenceDot,
  args: { status: 'online' },
  argTypes: { status: { control: 'inline-radio', options: ['online', 'away', 'offline'] } },
  decorators: [
    (Story) => (
      <div className="crm-root" style={{ display: 'flex' }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof PresenceDot>
export default meta
type Story = StoryObj<typeof meta>

export const Online: Story = {
  play: async ({ canvas }) => expect(canvas.getByText('Online')).toBeInTheDocument(),
}
export const Away: Story = { args: { status: 'away' } }
export const Offline: Story = { args: { status: 'offline' } }
/** On the corner of a face: no two of them differ by the colour alone. */
export const OnFaces: Story = {
  tags: ['visual'],
  render: () => (
    <div style={{ display: 'flex', gap: 16 }}>
      {(['online', 'away', 'offline'] as const).map((status) => (
        <span className="crm-face" key={status}>
          <Avatar contact={maria.contact} />
          <PresenceDot status={status} />
        </span>
      ))}
    </div>
  ),
}
