import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn } from 'storybook/test'
import type { ConnectionState, ConnectionStatus } from '../../src/connection/connectionState.ts'
import { toInitialConnectionState } from '../../src/connection/connectionState.ts'
import { ConnectionBanner } from '../../src/ui/ConnectionBanner.tsx'
import { ConnectionPill } from '../../src/ui/ConnectionPill.tsx'
import { today } from './samples.ts'

const STATUSES: readonly ConnectionStatus[] = [
  'connected',
  'connecting',
  'catching-up',
  'reconnecting',
  'offline',
  'unauthorized',
  'failed',
  'idle',
]
const state = (status: ConnectionStatus): ConnectionState => ({
  ...toInitialConnectionState(Date.parse(today('14:01'))),
  status,
  lastSyncedAt: today('14:01'),
})

const meta = {
  title: 'Parts/Connection',
  component: ConnectionBanner,
  args: { connection: state('reconnecting'), onReconnect: fn() },
  decorators: [
    (Story) => (
      <div className="crm-root">
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof ConnectionBanner>
export default meta
type Story = StoryObj<typeof meta>

export const Pills: Story = {
  render: () => (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
      {STATUSES.map((status) => (
        <ConnectionPill key={status} status={status} transport={status === 'connected' ? 'socket' : null} />
      ))}
      <ConnectionPill status="connected" transport="supabase" />
      <ConnectionPill status="connected" transport="polling" />
    </div>
  ),
}
export const Reconnecting: Story = {
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Connect now' }))
    await expect(args.onReconnect).toHaveBeenCalled()
  },
}
export const Offline: Story = { args: { connection: state('offline') } }
export const SignedOut: Story = { args: { connection: state('unauthorized') } }
export const NotSetUp: Story = { args: { connection: state('failed') } }
