import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState, type ReactNode } from 'react'
import { expect, fn, waitFor } from 'storybook/test'
import type { ConnectionState, ConnectionStatus } from '../../src/connection/connectionState.ts'
import { toInitialConnectionState } from '../../src/connection/connectionState.ts'
import { ConnectionBanner, type ConnectionBannerProps } from '../../src/ui/ConnectionBanner.tsx'
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
const state = (status: ConnectionStatus, more: Partial<ConnectionState> = {}): ConnectionState => ({
  ...toInitialConnectionState(Date.parse(today('14:01'))),
  status,
  lastSyncedAt: today('14:01'),
  ...more,
})
const onBackup = state('connected', { transport: 'supabase', reason: 'network_error' })
const onPolling = state('connected', { transport: 'polling', reason: 'network_error' })

const meta = {
  title: 'Parts/Connection',
  component: ConnectionBanner,
  tags: ['visual'],
  args: { connection: state('reconnecting'), onReconnect: fn(), onSignIn: fn(), onDismiss: fn() },
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
      <ConnectionPill status="connected" transport="supabase" reason="network_error" />
      <ConnectionPill status="connected" transport="polling" reason="network_error" />
    </div>
  ),
  play: async ({ canvas }) => {
    const words = canvas.getAllByRole('status').map(({ textContent }) => textContent)
    await expect(new Set(words).size).toBe(words.length)
    await expect(words).toContain('Backup line')
  },
}
export const Reconnecting: Story = {
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Connect now' }))
    await expect(args.onReconnect).toHaveBeenCalled()
  },
}
export const Offline: Story = { args: { connection: state('offline') } }
/** Nothing is lost, and the line is not the best there is. */
export const OnTheBackupLine: Story = {
  tags: ['!visual'],
  args: { connection: onBackup },
  play: async ({ canvas, userEvent, args }) => {
    await expect(canvas.getByRole('status')).toHaveTextContent(
      /^On the backup line since .+\. Messages keep arriving\.$/,
    )
    await userEvent.click(canvas.getByRole('button', { name: 'Dismiss' }))
    await expect(canvas.getByRole('status')).toBeEmptyDOMElement()
    await expect(args.onDismiss).toHaveBeenCalled()
  },
}
export const Polling: Story = { args: { connection: onPolling } }
/** Said when it takes long; every return to the line goes through it. */
export const CatchingUp: Story = {
  args: { connection: state('catching-up', { transport: 'socket' }) },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('status')).toBeEmptyDOMElement()
    await expect(await canvas.findByText('Fetching what you missed.', {}, { timeout: 6_000 })).toBeInTheDocument()
  },
}
export const StillConnecting: Story = {
  args: { connection: state('connecting') },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('status')).toBeEmptyDOMElement()
    await expect(await canvas.findByText('Still connecting.', {}, { timeout: 6_000 })).toBeInTheDocument()
  },
}
export const SignedOut: Story = {
  args: { connection: state('unauthorized') },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Sign in' }))
    await expect(args.onSignIn).toHaveBeenCalled()
    await expect(canvas.queryByRole('button', { name: 'Dismiss' })).toBeNull()
  },
}
export const NotSetUp: Story = { args: { connection: state('failed') } }

/** Put away, it is gone for this outage: it comes back when it gets worse, and with the next one. */
function Outages(props: ConnectionBannerProps): ReactNode {
  const [connection, setConnection] = useState(onBackup)
  const states = { Backup: onBackup, Offline: state('offline'), Live: state('connected', { transport: 'socket' }) }
  return (
    <>
      <div style={{ display: 'flex', gap: 8 }}>
        {Object.entries(states).map(([name, next]) => (
          <button key={name} onClick={() => setConnection(next)}>
            {name}
          </button>
        ))}
      </div>
      <ConnectionBanner {...props} connection={connection} />
    </>
  )
}
export const PutAway: Story = {
  tags: ['!visual'],
  render: (args) => <Outages {...args} />,
  play: async ({ canvas, userEvent }) => {
    const press = (name: string) => userEvent.click(canvas.getByRole('button', { name }))
    await press('Dismiss')
    await press('Backup')
    await expect(canvas.getByRole('status')).toBeEmptyDOMElement()
    await press('Offline')
    await expect(canvas.getByRole('status')).toHaveTextContent(/^Nothing can be reached/)
    await press('Live')
    await waitFor(() => expect(canvas.getByRole('status')).toBeEmptyDOMElement())
    await press('Backup')
    await expect(await canvas.findByText(/^On the backup line/, {}, { timeout: 6_000 })).toBeInTheDocument()
  },
}
export const OnTheBackupLineInTheDark: Story = {
  tags: ['!visual'],
  args: { connection: onBackup },
  globals: { theme: 'dark' },
}
export const OnTheBackupLineRightToLeft: Story = {
  args: { connection: onBackup },
  globals: { direction: 'rtl', language: 'es' },
}
/** On a phone the sentence takes the lines it needs. */
export const PollingOnAPhone: Story = {
  args: { connection: onPolling },
  globals: { language: 'pt-BR' },
  render: (args) => (
    <div style={{ width: 320 }}>
      <ConnectionBanner {...args} />
    </div>
  ),
}
