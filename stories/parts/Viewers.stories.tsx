import type { Meta, StoryObj } from '@storybook/react-vite'
import type { Presence } from '../../src/domain/presence.ts'
import { Viewers } from '../../src/ui/Viewers.tsx'

const presence = (userName: string | null, status: Presence['status'] = 'online'): Presence => ({
  userId: userName ?? 'somebody',
  userName,
  status,
  viewing: 'c1',
  lastSeenAt: null,
})

const meta = {
  title: 'Parts/Viewers',
  component: Viewers,
  args: { presences: [presence('Ana Lima')] },
  decorators: [
    (Story) => (
      <div className="crm-root">
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof Viewers>
export default meta
type Story = StoryObj<typeof meta>

export const One: Story = {}
export const OneWithThePageHidden: Story = { args: { presences: [presence('Ana Lima', 'away')] } }
export const Many: Story = {
  tags: ['visual'],
  args: {
    presences: ['Ana Lima', 'Bruno Reis', 'Carla Dias', 'Davi Costa', 'Elisa Rocha'].map((name) => presence(name)),
  },
}
export const SomebodyWithoutAName: Story = { args: { presences: [presence(null)] } }
export const Nobody: Story = { args: { presences: [] } }
