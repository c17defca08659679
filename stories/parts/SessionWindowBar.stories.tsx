import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, waitFor } from 'storybook/test'
import { SessionWindowBar } from '../../src/ui/composer/SessionWindowBar.tsx'

const MINUTE_MS = 60_000
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS).toISOString()

const meta = {
  title: 'Parts/SessionWindowBar',
  component: SessionWindowBar,
  args: { channel: 'whatsapp', closesAt: inMinutes(492), onTemplate: fn() },
  decorators: [
    (Story) => (
      <div className="crm-root" style={{ maxWidth: 560 }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof SessionWindowBar>
export default meta
type Story = StoryObj<typeof meta>

export const Open: Story = {
  tags: ['visual'],
  play: async ({ canvas }) => {
    await expect(canvas.getByText('The WhatsApp window closes in 8 hr 12 min')).toBeVisible()
    await expect(canvas.getByRole('status')).toBeEmptyDOMElement()
  },
}
/** The provider's time is ahead of this computer's. */
export const ClockBehind: Story = {
  args: { closesAt: inMinutes(1_800) },
  play: async ({ canvas }) => {
    await expect(canvas.getByText('The WhatsApp window closes in 24 hr')).toBeVisible()
  },
}
export const Closing: Story = {
  tags: ['visual'],
  args: { closesAt: inMinutes(47) },
  play: async ({ canvas, canvasElement }) => {
    await expect(canvas.getByText('The WhatsApp window closes in 47 min')).toBeVisible()
    await expect(canvasElement.querySelector('.crm-window')).toHaveAttribute('data-state', 'closing')
  },
}
export const ClosingInTheDark: Story = { args: { closesAt: inMinutes(47) }, globals: { theme: 'dark' } }
export const Closed: Story = {
  tags: ['visual'],
  args: { closesAt: inMinutes(-5) },
  play: async ({ canvas, userEvent, args }) => {
    await expect(canvas.getByRole('status')).toHaveTextContent(
      'The WhatsApp window is closed: until the customer writes, only a template reaches them.',
    )
    await userEvent.click(canvas.getByRole('button', { name: 'Choose a template' }))
    await expect(args.onTemplate).toHaveBeenCalled()
  },
}
export const ClosedInPortuguese: Story = { args: { closesAt: inMinutes(-5) }, globals: { language: 'pt-BR' } }
/** Another channel, with another window. */
export const AnotherChannel: Story = {
  args: { channel: 'messenger', opensHours: 168, closesAt: inMinutes(3_000) },
  play: async ({ canvas }) => {
    await expect(canvas.getByText('The Messenger window closes in 50 hr')).toBeVisible()
  },
}
export const ChannelUnknown: Story = { args: { channel: null } }
export const WindowUnknown: Story = { args: { closesAt: null } }

/** It speaks once when it turns amber, and once when it closes: what it shows every minute is no live region. */
export const TurnsAmber: Story = {
  render: (args) => <SessionWindowBar {...args} closesAt={args.closesAt} />,
  loaders: [() => ({ closesAt: new Date(Date.now() + 120 * MINUTE_MS + 1_500).toISOString() })],
  decorators: [(Story, { args, loaded }) => <Story args={{ ...args, closesAt: String(loaded['closesAt']) }} />],
  play: async ({ canvas, canvasElement }) => {
    const voice = canvas.getByRole('status')
    await expect(voice).toBeEmptyDOMElement()
    await expect(canvas.getByText('The WhatsApp window closes in 2 hr 1 min')).toBeVisible()
    await waitFor(() => expect(voice).toHaveTextContent('The WhatsApp window closes soon'), { timeout: 5_000 })
    await expect(canvas.getByText('The WhatsApp window closes in 2 hr')).toBeVisible()
    await expect(canvasElement.querySelector('.crm-window')).toHaveAttribute('data-state', 'closing')
  },
}
export const Closes: Story = {
  ...TurnsAmber,
  loaders: [() => ({ closesAt: new Date(Date.now() + 1_500).toISOString() })],
  play: async ({ canvas }) => {
    const voice = canvas.getByRole('status')
    await expect(canvas.getByText('The WhatsApp window closes in 1 min')).toBeVisible()
    await waitFor(() => expect(voice).toHaveTextContent(/^The WhatsApp window is closed/), { timeout: 5_000 })
    // The same element all the while: one that comes with its words is not read out everywhere.
    await expect(canvas.getByRole('status')).toBe(voice)
    await expect(canvas.queryByText(/closes in/)).toBeNull()
  },
}
