import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn } from 'storybook/test'
import { buildMessage } from '../../src/testing/builders.ts'
import { MessageBubble } from '../../src/ui/messages/MessageBubble.tsx'
import { createSound, picture } from './everyKind.ts'
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
        <div className="crm-row" data-first="">
          <Story />
        </div>
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
    await expect(canvas.getByText('Not delivered: This number is not on WhatsApp.')).toBeInTheDocument()
  },
}
/** With `onReply` there is a way to answer, beside the bubble: shown where the pointer or the focus is, always on touch. */
export const Answerable: Story = {
  args: { onReply: fn() },
  play: async ({ canvas, canvasElement, userEvent, args }) => {
    const button = canvas.getByRole('button', { name: 'Reply to Maria Souza' })
    await expect(getComputedStyle(button).opacity).toBe('0')
    await userEvent.tab()
    await expect(button).toHaveFocus()
    await expect(getComputedStyle(button).opacity).toBe('1')
    await userEvent.keyboard('{Enter}')
    await expect(args.onReply).toHaveBeenCalledWith(args.message)
    // Its room was there anyway: the bubble is as high without it.
    const bubble = canvasElement.querySelector<HTMLElement>('.crm-bubble')
    const height = bubble?.offsetHeight
    button.hidden = true
    await expect(bubble?.offsetHeight).toBe(height)
    button.hidden = false
  },
}
/** What the channel could not quote has no such button. */
export const NotAnswerable: Story = {
  args: { onReply: fn() },
  render: (args) => (
    <>
      {[
        { ...own, status: 'sending' as const },
        { ...own, type: 'note' as const },
        { ...own, type: 'system' as const },
        { ...own, deletedAt: today('14:00') },
      ].map((each, position) => (
        // oxlint-disable-next-line react/no-array-index-key -- a list that stays as it is
        <MessageBubble key={position} {...args} message={each} />
      ))}
    </>
  ),
  play: async ({ canvas }) => {
    await expect(canvas.queryByRole('button')).toBeNull()
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

const attachment = { id: 'a', thumbnailUrl: null, mimeType: null, filename: null, sizeBytes: null }
export const Edited: Story = { args: { message: { ...own, status: 'read', editedAt: today('13:58') } } }
export const Reactions: Story = {
  args: {
    message: {
      ...message,
      reactions: [
        { emoji: '👍', participantIds: ['a'] },
        { emoji: '❤️', participantIds: ['a', 'b', 'c'] },
      ],
    },
  },
  play: async ({ canvas }) => {
    await expect(canvas.getByText('❤️ from 3 people')).toBeInTheDocument()
  },
}
export const Reply: Story = {
  args: {
    message: { ...message, text: 'Ótimo. Dá para incluir o brinde?', replyToId: own.id },
    quoted: own,
    onJump: fn(),
  },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByTitle('Go to the message of Carlos'))
    await expect(args.onJump).toHaveBeenCalledWith(own.id)
  },
}
export const ReplyToWhatIsNotLoaded: Story = {
  args: { message: { ...message, replyToId: 'elsewhere' }, quoted: null, onJump: fn() },
  play: async ({ canvas }) => {
    await expect(canvas.queryByRole('button')).toBeNull()
  },
}
export const Image: Story = {
  args: {
    message: {
      ...message,
      type: 'image',
      text: 'Chegou assim',
      attachments: [{ ...attachment, url: picture, filename: 'caixa.jpg' }],
    },
  },
  play: async ({ canvas }) => {
    const image = canvas.getByRole('img', { name: 'caixa.jpg' })
    // The frame has its size whatever is in it: nothing moves when the picture comes.
    const { width, height } = image.getBoundingClientRect()
    await expect(Math.round((width / height) * 100)).toBe(133)
  },
}
export const ImageThatIsGone: Story = {
  args: {
    message: {
      ...message,
      type: 'image',
      text: null,
      attachments: [{ ...attachment, url: 'data:image/png;base64,AAAA', filename: 'caixa.jpg' }],
    },
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('The file is not available')).toBeInTheDocument()
  },
}
export const Video: Story = {
  args: {
    message: {
      ...message,
      type: 'video',
      text: null,
      attachments: [{ ...attachment, url: 'blob:nothing', thumbnailUrl: picture, filename: 'entrega.mp4' }],
    },
  },
}
export const Audio: Story = {
  args: {
    message: { ...message, type: 'audio', text: null, attachments: [{ ...attachment, url: createSound() }] },
  },
}
export const Document: Story = {
  args: {
    message: {
      ...own,
      type: 'document',
      text: null,
      attachments: [
        {
          ...attachment,
          url: 'https://files.example/tabela-de-precos.pdf',
          filename: 'tabela-de-precos-atacado-2026.pdf',
          sizeBytes: 47_300,
        },
      ],
    },
  },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('link')).toHaveTextContent('47.3 kB')
    await expect(canvas.getByRole('link')).toHaveAttribute('rel', 'noopener noreferrer')
  },
}
export const Sticker: Story = {
  args: {
    message: { ...message, type: 'sticker', text: null, attachments: [{ ...attachment, url: picture }] },
  },
}
export const Location: Story = {
  args: {
    message: {
      ...message,
      type: 'location',
      text: null,
      location: { latitude: -23.561_414, longitude: -46.655_881, name: 'Avenida Paulista, 1578' },
    },
  },
}
/** An application that has a map of its own. */
export const OwnLocation: Story = {
  args: {
    ...Location.args,
    slots: { Location: ({ location }) => <strong>{location.name} on our map</strong> },
  },
  play: async ({ canvas }) => {
    await expect(canvas.getByText('Avenida Paulista, 1578 on our map')).toBeVisible()
    await expect(canvas.queryByRole('link')).toBeNull()
  },
}
export const Template: Story = {
  args: { message: { ...own, type: 'template', text: 'Olá, Maria! Seu pedido 4411 saiu para entrega.' } },
}
export const System: Story = {
  args: { message: { ...message, type: 'system', text: 'Carlos assumiu a conversa' } },
}
export const Unsupported: Story = { args: { message: { ...message, type: 'unsupported', text: null } } }
export const Links: Story = {
  args: {
    message: {
      ...message,
      // oxlint-disable-next-line no-script-url -- that it is never linked is what is shown
      text: 'Veja https://loja.example/pedido?id=4411. Ou ana@loja.example, +55 11 98888-7777 (não javascript:alert(1)).',
    },
  },
  play: async ({ canvas }) => {
    const links = canvas.getAllByRole('link').map((link) => link.getAttribute('href'))
    await expect(links).toEqual([
      'https://loja.example/pedido?id=4411',
      'mailto:ana@loja.example',
      'tel:+5511988887777',
    ])
  },
}
export const VeryLong: Story = {
  args: { message: { ...message, text: 'Muito texto. '.repeat(1_000) } },
  play: async ({ canvas, userEvent, canvasElement }) => {
    const getLength = () => canvasElement.querySelector('.crm-text')?.textContent.length ?? 0
    await expect(getLength()).toBeLessThan(4_100)
    await userEvent.click(canvas.getByRole('button', { name: 'Show all of it' }))
    await expect(getLength()).toBe(13_000)
  },
}
/** Pieces of one's own: a bubble keeps its frame, its time and its ticks. */
export const OwnPieces: Story = {
  args: {
    message: own,
    className: 'my-bubble',
    slots: { Text: ({ text }) => <strong>{text}</strong>, Extra: () => <small>from the CRM</small> },
  },
  play: async ({ canvas, canvasElement }) => {
    await expect(canvas.getByText('Entregamos sim, das 8 h às 12 h.').tagName).toBe('STRONG')
    await expect(canvasElement.querySelector('.crm-bubble.my-bubble')).toHaveTextContent('from the CRM')
  },
}
