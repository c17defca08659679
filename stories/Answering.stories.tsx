import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fireEvent, fn, waitFor, within } from 'storybook/test'
import type { ConversationPatch } from '../src/domain/conversation.ts'
import type { FakeBackend } from '../src/testing/fakeBackend.ts'
import type { Scenario } from '../src/testing/scenarios/scenario.ts'
import { FakeInbox } from './FakeInbox.tsx'

const meta = {
  title: 'Answering',
  component: FakeInbox,
  parameters: { layout: 'fullscreen' },
} satisfies Meta<typeof FakeInbox>
export default meta
type Story = StoryObj<typeof meta>

const HOUR_MS = 3_600_000

function patchMaria(fake: FakeBackend, patch: Omit<ConversationPatch, 'id'>): void {
  const maria = fake.conversations.get('maria')
  if (maria !== undefined) fake.conversations.set('maria', { ...maria, ...patch })
}
const wroteHoursAgo = (hours: number): Scenario => ({
  description: `The customer wrote ${hours} hours ago.`,
  arrange: (fake) => patchMaria(fake, { lastInboundAt: new Date(Date.now() - hours * HOUR_MS).toISOString() }),
})

const onSend = fn()

/** Any message that the backend knows can be answered: by mouse, by touch, by keyboard. */
export const Reply: Story = {
  args: {
    scenario: {
      description: 'A server that keeps what is quoted.',
      arrange: (fake) => {
        onSend.mockReset()
        onSend.mockImplementation(() => fake.calls.filter(({ method }) => method === 'sendMessage').at(-1)?.request)
      },
    },
  },
  play: async ({ canvas, userEvent }) => {
    const list = await canvas.findByRole('group', { name: 'Messages' })
    const bubble = (await within(list).findByText('Pode reservar, por favor.')).closest<HTMLElement>('.crm-bubble')
    if (bubble === null) throw new Error('unable to find the bubble')
    const height = bubble.offsetHeight
    const button = within(bubble).getByRole('button', { name: 'Reply to Maria Souza' })
    await expect(getComputedStyle(button).opacity).toBe('0')
    button.focus()
    await expect(getComputedStyle(button).opacity).toBe('1')
    await expect(bubble.offsetHeight).toBe(height)
    // Beside its bubble, and inside the view.
    await expect(button.getBoundingClientRect().left).toBeGreaterThanOrEqual(bubble.getBoundingClientRect().right)
    await expect(list.scrollWidth).toBe(list.clientWidth)
    // A note is the team's own: a channel cannot quote it.
    const note = within(list)
      .getByText(/Cliente fiel/)
      .closest<HTMLElement>('.crm-bubble')
    await expect(note?.querySelector('button')).toBeNull()

    await userEvent.keyboard('{Enter}')
    const box = canvas.getByRole('textbox')
    await expect(box).toHaveFocus()
    const quote = () => canvas.queryByRole('group', { name: 'Reply to Maria Souza' })
    await expect(quote()).toHaveTextContent('Pode reservar, por favor.')
    await fireEvent.keyDown(box, { key: 'Escape' })
    await expect(quote()).toBeNull()

    await userEvent.click(button)
    await userEvent.type(box, 'Reservado, Maria!{Enter}')
    await expect(quote()).toBeNull()
    const sent = (await within(list).findByText('Reservado, Maria!')).closest<HTMLElement>('.crm-bubble')
    await expect(sent?.querySelector('.crm-quote')).toHaveTextContent('Pode reservar, por favor.')
    await waitFor(() => expect(onSend()).toMatchObject({ text: 'Reservado, Maria!', replyToId: 'm5' }))
    // The next one answers nothing.
    await userEvent.type(box, 'Até sábado{Enter}')
    await waitFor(() => expect(onSend()).toMatchObject({ text: 'Até sábado' }))
    await expect(onSend()).not.toHaveProperty('replyToId')
  },
}

/** What is being answered is kept with its conversation, as the draft is. */
export const ReplyIsKept: Story = {
  play: async ({ canvas, userEvent }) => {
    const list = await canvas.findByRole('group', { name: 'Messages' })
    const bubble = (await within(list).findByText('Pode reservar, por favor.')).closest<HTMLElement>('.crm-bubble')
    await userEvent.click(within(bubble ?? list).getByRole('button', { name: 'Reply to Maria Souza' }))
    await userEvent.type(canvas.getByRole('textbox'), 'Reservado')
    await userEvent.click(canvas.getByRole('button', { name: /João Lima/ }))
    await waitFor(() => expect(canvas.getByRole('textbox')).toHaveValue(''))
    await expect(canvas.queryByRole('group', { name: 'Reply to Maria Souza' })).toBeNull()
    await userEvent.type(canvas.getByRole('textbox'), 'Segue, João')
    await userEvent.click(canvas.getByRole('button', { name: /Maria Souza/ }))
    await waitFor(() => expect(canvas.getByRole('textbox')).toHaveValue('Reservado'))
    await expect(canvas.getByRole('group', { name: 'Reply to Maria Souza' })).toHaveTextContent('Pode reservar')
    // Coming back takes nobody's focus.
    await expect(canvas.getByRole('button', { name: /Maria Souza/, current: true })).toHaveFocus()
    await userEvent.click(canvas.getByRole('button', { name: /João Lima/ }))
    await waitFor(() => expect(canvas.getByRole('textbox')).toHaveValue('Segue, João'))
  },
}

/** While there is something in the box, it says which colleague is writing, too; a customer who writes is no collision. */
export const Collision: Story = {
  args: {
    scenario: {
      description: 'A colleague and the customer are writing.',
      act: (fake) => {
        for (const [type, id, name] of [
          ['user', 'ana', 'Ana Lima'],
          ['contact', 'c1', 'Maria Souza'],
        ] as const)
          fake.announce({
            type: 'typing.changed',
            conversationId: 'maria',
            participant: { type, id, name },
            isTyping: true,
          })
      },
    },
  },
  play: async ({ canvas, canvasElement, userEvent }) => {
    await waitFor(() => expect(canvasElement.querySelector('.crm-typing')).toHaveTextContent(/typing/))
    const warning = canvasElement.querySelector('.crm-collision')
    await expect(warning).not.toBeVisible()
    await userEvent.type(canvas.getByRole('textbox'), 'Claro')
    await waitFor(() => expect(warning).toHaveTextContent(/^Ana Lima is writing here, too\.$/))
    await expect(warning).toBeVisible()
    await userEvent.clear(canvas.getByRole('textbox'))
    await waitFor(() => expect(warning).not.toBeVisible())
    await userEvent.type(canvas.getByRole('textbox'), 'Claro')
  },
}

export const WindowOpen: Story = {
  args: { scenario: wroteHoursAgo(15.8) },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('The WhatsApp window closes in 8 hr 12 min')).toBeVisible()
  },
}
export const WindowClosing: Story = {
  args: { scenario: wroteHoursAgo(23.2) },
  globals: { theme: 'dark' },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('The WhatsApp window closes in 48 min')).toBeVisible()
  },
}
/** It is said, not enforced: the backend decides. */
export const WindowClosed: Story = {
  args: { scenario: wroteHoursAgo(25) },
  play: async ({ canvas, userEvent }) => {
    await expect(await canvas.findByText(/^The WhatsApp window is closed/)).toBeVisible()
    await userEvent.type(canvas.getByRole('textbox'), 'Olá, Maria{Enter}')
    const list = await canvas.findByRole('group', { name: 'Messages' })
    await expect(await within(list).findByText('Olá, Maria')).toBeVisible()
  },
}
/** Only WhatsApp has this window. */
export const AnotherChannel: Story = {
  args: {
    scenario: {
      description: 'The customer writes by SMS.',
      arrange: (fake) => patchMaria(fake, { channel: 'sms', lastInboundAt: new Date().toISOString() }),
    },
  },
  play: async ({ canvas, canvasElement }) => {
    await canvas.findByRole('textbox')
    await canvas.findByText(/^SMS · /)
    await expect(canvasElement.querySelector('.crm-window')).toBeNull()
  },
}
