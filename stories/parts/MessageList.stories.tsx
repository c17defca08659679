import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState, type ReactNode } from 'react'
import { expect, fn, waitFor } from 'storybook/test'
import { buildMessage } from '../../src/testing/builders.ts'
import { MessageList, type MessageListProps } from '../../src/ui/MessageList.tsx'
import { daysAgo, sampleMessages } from './samples.ts'

const meta = {
  title: 'Parts/MessageList',
  component: MessageList,
  args: { messages: sampleMessages, onRetry: fn(), onDiscard: fn(), onLoadOlder: fn(), onReload: fn() },
  decorators: [
    (Story) => (
      <div className="crm-root" style={{ display: 'flex', flexDirection: 'column', height: 420, maxWidth: 720 }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof MessageList>
export default meta
type Story = StoryObj<typeof meta>

export const Conversation: Story = {}
export const Pending: Story = { args: { messages: [], isPending: true } }
export const Empty: Story = { args: { messages: [] } }
export const Failed: Story = {
  args: { messages: [], isError: true },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.onReload).toHaveBeenCalled()
  },
}
export const OlderFailed: Story = { args: { hasNextPage: true, isFetchNextPageError: true } }

const long = Array.from({ length: 200 }, (_, position) =>
  buildMessage({
    id: `long-${1000 + position}`,
    text: `Message ${position + 1}`,
    direction: position % 3 === 0 ? 'outbound' : 'inbound',
    createdAt: daysAgo(
      2,
      `${String(8 + Math.floor(position / 20)).padStart(2, '0')}:${String((position % 20) * 3).padStart(2, '0')}`,
    ),
  }),
)
export const Long: Story = {
  args: { messages: long, hasNextPage: true },
  play: async ({ canvas, args }) => {
    const log = canvas.getByRole('log')
    await waitFor(() => expect(log.scrollTop + log.clientHeight).toBeGreaterThan(log.scrollHeight - 2))
    await expect(args.onLoadOlder).not.toHaveBeenCalled()
    log.scrollTop = 0
    await waitFor(() => expect(args.onLoadOlder).toHaveBeenCalled())
  },
}

/** A customer and the agent write while older messages are being read. */
function WhileReading(props: MessageListProps): ReactNode {
  const [messages, setMessages] = useState(long)
  const add = (direction: 'inbound' | 'outbound') => {
    const at = { createdAt: daysAgo(0, '12:00'), id: `new-${messages.length}`, text: `New ${messages.length}` }
    const status = direction === 'outbound' ? 'sending' : 'delivered'
    setMessages([...messages, buildMessage({ ...at, direction, status })])
  }
  return (
    <>
      <button onClick={() => add('inbound')}>Customer</button>
      <button onClick={() => add('outbound')}>Agent</button>
      <MessageList {...props} messages={messages} />
    </>
  )
}
export const ReadingOlder: Story = {
  render: (args) => <WhileReading {...args} />,
  play: async ({ canvas, userEvent }) => {
    const log = canvas.getByRole('log')
    const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 2
    await waitFor(() => expect(isAtEnd()).toBe(true))
    const readOlder = () =>
      new Promise((resolve) => {
        log.addEventListener('scroll', resolve, { once: true })
        log.scrollTop = 500
      })
    await readOlder()
    await userEvent.click(canvas.getByRole('button', { name: 'Customer' }))
    await expect(log.scrollTop).toBe(500)
    await userEvent.click(await canvas.findByRole('button', { name: /New messages/ }))
    await expect(isAtEnd()).toBe(true)
    await expect(canvas.queryByRole('button', { name: /New messages/ })).toBeNull()
    await readOlder()
    await userEvent.click(canvas.getByRole('button', { name: 'Agent' }))
    await waitFor(() => expect(isAtEnd()).toBe(true))
  },
}
export const LoadingOlder: Story = {
  args: { messages: long, hasNextPage: true, isFetchingNextPage: true },
  play: async ({ canvas }) => {
    const log = canvas.getByRole('log')
    log.scrollTop = 0
    const [first] = canvas.getAllByRole('listitem')
    // The notice lies over the messages: what is being read does not move for it.
    await expect((first?.offsetTop ?? 99) - log.scrollTop).toBeLessThan(40)
  },
}
export const RightToLeft: Story = {
  args: {
    messages: [
      buildMessage({ id: 'rtl-1', text: 'שלום, מה המחיר של ABC-12?', createdAt: daysAgo(0, '09:00') }),
      buildMessage({ id: 'rtl-2', text: 'مرحبا! متى يصل الطلب #4411؟', createdAt: daysAgo(0, '09:01') }),
    ],
  },
}
