import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn } from 'storybook/test'
import { buildMessage } from '../../src/testing/builders.ts'
import { MessageBubble } from '../../src/ui/messages/MessageBubble.tsx'
import { today } from './samples.ts'

const message = buildMessage({ text: 'Bom dia! Vocês entregam no sábado?', createdAt: today('13:52') })
const own = buildMessage({
  direction: 'outbound',
  text: 'Entregamos sim, das 8 h às 12 h.',
  status: 'sent',
  createdAt: today('13:55'),
})

const meta = {
  title: 'Parts/MessageBubble',
  component: MessageBubble,
  args: { message, onRetry: fn(), onDiscard: fn() },
  decorators: [
    (Story) => (
      <div className="crm-root">
        <ol className="crm-messages">
          <li data-first="">
            <Story />
          </li>
        </ol>
      </div>
    ),
  ],
} satisfies Meta<typeof MessageBubble>
export default meta
type Story = StoryObj<typeof meta>

export const Inbound: Story = {}
export const Sending: Story = { args: { message: { ...own, status: 'sending' } } }
export const Sent: Story = { args: { message: own } }
export const Delivered: Story = { args: { message: { ...own, status: 'delivered' } } }
export const Read: Story = {
  args: { message: { ...own, status: 'read' } },
  play: async ({ canvas }) => {
    await expect(canvas.getByText('Read')).toBeInTheDocument()
  },
}
export const NotSent: Story = {
  args: {
    message: { ...own, status: 'failed', error: { code: 'invalid_payload', message: '', origin: 'client' } },
  },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.onRetry).toHaveBeenCalledWith(args.message)
    await userEvent.click(canvas.getByRole('button', { name: 'Discard' }))
    await expect(args.onDiscard).toHaveBeenCalledWith(args.message)
  },
}
export const NotDelivered: Story = {
  args: {
    message: {
      ...own,
      status: 'failed',
      error: { code: '131026', message: 'This number is not on WhatsApp.', origin: 'provider' },
    },
  },
  play: async ({ canvas }) => {
    // What the channel has refused is on record: it can be sent again, not discarded.
    await expect(canvas.queryByRole('button', { name: 'Discard' })).toBeNull()
  },
}
export const Note: Story = { args: { message: { ...own, type: 'note', text: 'Cliente fiel: pode dar 5 % se pedir.' } } }
export const Deleted: Story = { args: { message: { ...message, deletedAt: today('14:00') } } }
export const LongWord: Story = { args: { message: { ...message, text: `https://example.com/${'a'.repeat(300)}` } } }
export const AsText: Story = {
  args: { message: { ...message, text: '<img src=x onerror="alert(1)"> *not bold* ${nothing}' } },
  play: async ({ canvasElement }) => {
    await expect(canvasElement.querySelector('img')).toBeNull()
  },
}
export const UnsafeLink: Story = {
  args: {
    message: {
      ...message,
      type: 'document',
      text: null,
      attachments: [
        // oxlint-disable-next-line no-script-url -- that it is never linked is what is shown
        { id: 'a', url: 'javascript:alert(1)', thumbnailUrl: null, mimeType: null, filename: 'x', sizeBytes: null },
      ],
    },
  },
  play: async ({ canvas }) => {
    await expect(canvas.queryByRole('link')).toBeNull()
    await expect(canvas.getByText('The file is not available')).toBeInTheDocument()
  },
}
