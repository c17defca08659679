import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState, type ReactNode } from 'react'
import { expect, fn, waitFor } from 'storybook/test'
import { buildMessage } from '../../src/testing/builders.ts'
import { MessageList, type MessageListProps } from '../../src/ui/messages/MessageList.tsx'
import { everyKind } from './everyKind.ts'
import { daysAgo, sampleMessages } from './samples.ts'

const meta = {
  title: 'Parts/MessageList',
  component: MessageList,
  args: { messages: sampleMessages, onRetry: fn(), onDiscard: fn(), onLoadOlder: fn(), onReload: fn() },
  decorators: [
    (Story, { parameters }) => (
      <div
        className="crm-root"
        style={{
          display: 'flex',
          flexDirection: 'column',
          height: Number(parameters['height'] ?? 420),
          maxWidth: 720,
        }}
      >
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof MessageList>
export default meta
type Story = StoryObj<typeof meta>

export const Conversation: Story = {}
/** A conversation in which everything has happened once. */
export const EveryKind: Story = {
  tags: ['visual'],
  args: { messages: everyKind, unreadCount: 2 },
  parameters: { height: 1_900 },
}
export const EveryKindInTheDark: Story = { ...EveryKind, tags: ['!visual'], globals: { theme: 'dark' } }
export const EveryKindRightToLeft: Story = { ...EveryKind, globals: { direction: 'rtl', language: 'es' } }
export const Pending: Story = { tags: ['visual'], args: { messages: [], isPending: true } }
export const Empty: Story = { args: { messages: [] } }
export const Failed: Story = {
  args: { messages: [], isError: true },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.onReload).toHaveBeenCalled()
  },
}
export const OlderFailed: Story = { tags: ['visual'], args: { hasNextPage: true, isFetchNextPageError: true } }

/** Rows of very different heights, so that a list that guesses them is found out. */
const build = (position: number) =>
  buildMessage({
    id: `long-${100_000 + position}`,
    text: `Message ${position + 1}${position % 7 === 0 ? '\nwith\nsome\nmore\nlines' : ''}`,
    direction: position % 3 === 0 ? 'outbound' : 'inbound',
    createdAt: new Date(Date.parse(daysAgo(90, '08:00')) + position * 60_000).toISOString(),
  })
const long = Array.from({ length: 200 }, (_, position) => build(position))

const frames = (count: number) =>
  new Promise<void>((resolve) => {
    const step = (left: number) => (left === 0 ? resolve() : requestAnimationFrame(() => step(left - 1)))
    step(count)
  })
const getGap = (view: HTMLElement) => view.scrollHeight - view.scrollTop - view.clientHeight

export const Long: Story = {
  args: { messages: long, hasNextPage: true },
  play: async ({ canvas, args, userEvent }) => {
    const view = canvas.getByRole('group', { name: 'Messages' })
    await expect(await canvas.findByText('Message 200')).toBeVisible()
    await waitFor(() => expect(getGap(view)).toBeLessThan(2))
    await expect(args.onLoadOlder).not.toHaveBeenCalled()
    // Only what is in view is in the page.
    await expect(view.querySelectorAll('.crm-bubble').length).toBeLessThan(60)
    await userEvent.tab()
    await expect(view).toHaveFocus()
    await userEvent.keyboard('{Home}')
    await waitFor(() => expect(canvas.getByText(/^Message 1 with/)).toBeVisible())
    await waitFor(() => expect(args.onLoadOlder).toHaveBeenCalled())
    await userEvent.keyboard('{End}')
    await waitFor(() => expect(canvas.getByText('Message 200')).toBeVisible())
    await waitFor(() => expect(getGap(view)).toBeLessThan(2))
  },
}

/** A hundred thousand: as quick as ten. */
const endless = Array.from({ length: 100_000 }, (_, position) => build(position))
export const HundredThousand: Story = {
  args: { messages: endless },
  play: async ({ canvas }) => {
    const view = canvas.getByRole('group', { name: 'Messages' })
    await expect(await canvas.findByText('Message 100000')).toBeVisible()
    view.scrollTop = view.scrollHeight / 2
    await waitFor(() => expect(view.querySelectorAll('.crm-bubble').length).toBeGreaterThan(3))
    await expect(view.querySelectorAll('.crm-bubble').length).toBeLessThan(60)
  },
}

export const Unread: Story = {
  args: { messages: long, unreadCount: 30 },
  play: async ({ canvas }) => {
    const view = canvas.getByRole('group', { name: 'Messages' })
    const rule = await canvas.findByText('30 new')
    await waitFor(() => expect(rule.getBoundingClientRect().top - view.getBoundingClientRect().top).toBeLessThan(40))
    await expect(rule).toBeVisible()
    await expect(getGap(view)).toBeGreaterThan(200)
  },
}
export const OneUnread: Story = { tags: ['visual'], args: { unreadCount: 1 } }

/** A customer and the agent write, and an older page comes, while older messages are being read. */
function WhileReading(props: MessageListProps): ReactNode {
  const [messages, setMessages] = useState(() => long.slice(100))
  const toNew = (count: number, direction: 'inbound' | 'outbound') => {
    const at = { createdAt: daysAgo(0, '12:00'), id: `new-${count}`, text: `New ${count}` }
    return buildMessage({ ...at, direction, status: direction === 'outbound' ? 'sending' : 'delivered' })
  }
  const add = (direction: 'inbound' | 'outbound') =>
    setMessages((before) => [...before, toNew(before.length, direction)])
  return (
    <>
      <div style={{ display: 'flex', gap: 8 }}>
        <button onClick={() => add('inbound')}>Customer</button>
        <button onClick={() => add('outbound')}>Agent</button>
        <button onClick={() => setMessages((before) => [...long.slice(50, 100), ...before])}>Older</button>
        <button
          onClick={() => setMessages((before) => [...long.slice(0, 50), ...before, toNew(before.length, 'inbound')])}
        >
          Both
        </button>
      </div>
      <MessageList {...props} messages={messages} />
    </>
  )
}
export const ReadingOlder: Story = {
  render: (args) => <WhileReading {...args} />,
  play: async ({ canvas, userEvent }) => {
    const view = canvas.getByRole('group', { name: 'Messages' })
    const press = async (name: string) => {
      await userEvent.click(canvas.getByRole('button', { name }))
      await frames(4)
    }
    await waitFor(() => expect(getGap(view)).toBeLessThan(2))
    view.scrollTop = 1_500
    await frames(4)
    const middle = view.getBoundingClientRect().top + view.clientHeight / 2
    const read = [...view.querySelectorAll<HTMLElement>('.crm-row')].find(
      (row) => row.getBoundingClientRect().bottom > middle,
    )
    const id = read?.dataset['messageId'] ?? ''
    const getTop = () => view.querySelector(`[data-message-id="${id}"]`)?.getBoundingClientRect().top ?? NaN
    const top = getTop()
    for (const name of ['Customer', 'Older', 'Both']) {
      await press(name)
      await expect({ name, drift: Math.abs(Math.round(getTop() - top)) }).toEqual({ name, drift: 0 })
    }
    await userEvent.click(await canvas.findByRole('button', { name: '2 new messages' }))
    await waitFor(() => expect(getGap(view)).toBeLessThan(2))
    await expect(canvas.queryByRole('button', { name: /new message/ })).toBeNull()
    await press('Customer')
    await waitFor(() => expect(getGap(view)).toBeLessThan(2))
    view.scrollTop = 1_500
    await frames(4)
    await press('Agent')
    await waitFor(() => expect(getGap(view)).toBeLessThan(2))
  },
}
export const LoadingOlder: Story = {
  args: { messages: long, hasNextPage: true, isFetchingNextPage: true },
  play: async ({ canvas, canvasElement }) => {
    const view = canvas.getByRole('group', { name: 'Messages' })
    await canvas.findByText('Message 200')
    view.scrollTop = 0
    await canvas.findByText(/^Message 1 with/)
    // The notice lies over the messages: what is being read does not move for it.
    const list = canvasElement.querySelector('.crm-messages')?.getBoundingClientRect()
    await expect(Math.abs((list?.top ?? NaN) - view.getBoundingClientRect().top)).toBeLessThan(14)
  },
}

/** New messages are read out politely: one by its words, a flood by its number. */
function Arriving({ messages, ...props }: MessageListProps): ReactNode {
  const [arrived, setArrived] = useState<MessageListProps['messages']>([])
  const add = (count: number) =>
    setArrived((before) => [
      ...before,
      ...Array.from({ length: count }, (_, position) =>
        buildMessage({
          id: `z-${before.length + position}`,
          conversationId: 'maria',
          text: `Arrived ${position}`,
          createdAt: daysAgo(0, '23:58'),
        }),
      ),
    ])
  return (
    <>
      <div style={{ display: 'flex', gap: 8 }}>
        <button onClick={() => add(1)}>One</button>
        <button onClick={() => add(12)}>Twelve</button>
      </div>
      <MessageList {...props} messages={[...messages, ...arrived]} />
    </>
  )
}
export const ReadOut: Story = {
  render: (args) => <Arriving {...args} />,
  play: async ({ canvas, userEvent }) => {
    await canvas.findByText(/Qualquer coisa/)
    const voice = canvas.getByRole('status')
    await expect(voice).toHaveTextContent(/^$/)
    await userEvent.click(canvas.getByRole('button', { name: 'One' }))
    await waitFor(() => expect(voice).toHaveTextContent('Maria Souza: Arrived 0'), { timeout: 3_000 })
    await userEvent.click(canvas.getByRole('button', { name: 'Twelve' }))
    await waitFor(() => expect(voice).toHaveTextContent(/^12 new messages$/), { timeout: 8_000 })
  },
}

export const Quotes: Story = {
  args: {
    messages: [
      ...long.map((message) => ({ ...message, conversationId: 'maria' })),
      buildMessage({
        id: 'z-answer',
        conversationId: 'maria',
        text: 'That one, please.',
        replyToId: long[20]?.id ?? null,
        createdAt: daysAgo(0, '12:00'),
      }),
    ],
  },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByTitle('Go to the message of Maria Souza'))
    await waitFor(() => expect(document.activeElement).toHaveAttribute('data-message-id', 'long-100020'))
    await expect(document.activeElement).toHaveAttribute('data-target')
    await waitFor(() => expect(canvas.getByText('Message 21')).toBeVisible())
  },
}

export const RightToLeft: Story = {
  globals: { direction: 'rtl' },
  args: {
    messages: [
      buildMessage({ id: 'rtl-1', text: 'שלום, מה המחיר של ABC-12?', createdAt: daysAgo(0, '09:00') }),
      buildMessage({ id: 'rtl-2', text: 'مرحبا! متى يصل الطلب #4411؟', createdAt: daysAgo(0, '09:01') }),
      buildMessage({
        id: 'rtl-3',
        direction: 'outbound',
        status: 'read',
        text: 'غدًا قبل العاشرة.',
        createdAt: daysAgo(0, '09:05'),
      }),
    ],
  },
}
export const InPortuguese: Story = {
  globals: { language: 'pt-BR' },
  args: { unreadCount: 2 },
  play: async ({ canvas }) => {
    for (const text of ['Ontem', 'Hoje', '2 novas']) await expect(await canvas.findByText(text)).toBeInTheDocument()
  },
}
export const InSpanish: Story = {
  globals: { language: 'es' },
  args: { unreadCount: 2 },
  play: async ({ canvas }) => {
    for (const text of ['Ayer', 'Hoy', '2 nuevos']) await expect(await canvas.findByText(text)).toBeInTheDocument()
  },
}

/** The day of what is on screen, while one scrolls; gone a moment later, and never read out. */
export const DayWhileScrolling: Story = {
  args: { messages: long },
  play: async ({ canvas, canvasElement }) => {
    const view = canvas.getByRole('group', { name: 'Messages' })
    const getDay = () => canvasElement.querySelector('.crm-day-floating')
    await waitFor(() => expect(getGap(view)).toBeLessThan(2))
    await expect(getDay()).toBeNull()
    view.scrollTop = view.scrollHeight / 2
    await waitFor(() => expect(getDay()).not.toBeNull())
    await expect(getDay()).toHaveAttribute('aria-hidden', 'true')
    await expect(getDay()?.textContent).toMatch(/day, /)
    await waitFor(() => expect(getDay()).toBeNull(), { timeout: 3_000 })
    // Where the day's own line is in sight, one is enough.
    view.scrollTop = 0
    await waitFor(() => expect(canvas.getByText(/^Message 1 with/)).toBeVisible())
    await frames(4)
    await expect(getDay()).toBeNull()
  },
}

/** An own message that fails is said at once, and once. */
function Failing({ messages, ...props }: MessageListProps): ReactNode {
  const [hasFailed, setHasFailed] = useState(false)
  const [isEdited, setIsEdited] = useState(false)
  const error = { code: 'invalid_payload', message: '', origin: 'client' } as const
  const own = buildMessage({
    id: 'z-own',
    conversationId: 'maria',
    direction: 'outbound',
    text: isEdited ? 'Claro! Em 30 dias.' : 'Claro!',
    createdAt: daysAgo(0, '23:58'),
    ...(hasFailed ? { status: 'failed', error } : { status: 'sending' }),
  })
  return (
    <>
      <div style={{ display: 'flex', gap: 8 }}>
        <button onClick={() => setHasFailed(true)}>Fail</button>
        <button onClick={() => setIsEdited(true)}>Edit</button>
      </div>
      <MessageList {...props} messages={[...messages, own]} />
    </>
  )
}
export const FailureReadOut: Story = {
  render: (args) => <Failing {...args} />,
  play: async ({ canvas, userEvent }) => {
    const voice = await canvas.findByRole('alert')
    await expect(voice).toHaveTextContent(/^$/)
    await userEvent.click(canvas.getByRole('button', { name: 'Fail' }))
    await waitFor(() => expect(voice).toHaveTextContent('Not sent: Claro!'))
    const said = voice.firstChild
    await userEvent.click(canvas.getByRole('button', { name: 'Edit' }))
    await canvas.findByText('Claro! Em 30 dias.')
    await expect(voice.firstChild).toBe(said)
  },
}
