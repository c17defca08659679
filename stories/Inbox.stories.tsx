import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { ConversationError } from '../src/domain/errors.ts'
import { buildMessage } from '../src/testing/builders.ts'
import { FakeInbox } from './FakeInbox.tsx'
import { today } from './parts/samples.ts'

const meta = {
  title: 'Inbox',
  component: FakeInbox,
  parameters: { layout: 'fullscreen' },
} satisfies Meta<typeof FakeInbox>
export default meta
type Story = StoryObj<typeof meta>

export const Live: Story = {
  args: {
    act: (fake) =>
      fake.write(
        buildMessage({
          id: 'new',
          conversationId: 'maria',
          text: 'E qual o prazo para troca?',
          createdAt: today('23:59'),
        }),
      ),
  },
  play: async ({ canvas, userEvent }) => {
    await expect(await canvas.findByText('Live')).toBeInTheDocument()
    await waitFor(() =>
      expect(canvas.getByRole('group', { name: 'Messages' })).toHaveTextContent('E qual o prazo para troca?'),
    )
    await userEvent.type(canvas.getByRole('textbox'), 'Até 30 dias.{Enter}')
    await waitFor(() => expect(canvas.getByRole('group', { name: 'Messages' })).toHaveTextContent('Até 30 dias.'))
  },
}

/** Opened, it is read at once; the line above the first message that was not read stays. */
export const OpensAtUnread: Story = {
  args: {
    arrange: (fake) => {
      for (let number = 0; number < 40; number += 1) {
        const id = `joao-${100 + number}`
        fake.messages.set(id, buildMessage({ id, conversationId: 'joao', text: `Linha ${number}` }))
      }
    },
  },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: /João Lima/ }))
    await expect(await canvas.findByText('2 new')).toBeVisible()
    await waitFor(() => expect(canvas.queryByText('2 unread')).toBeNull())
    await expect(canvas.getByText('2 new')).toBeVisible()
  },
}

export const FirstLoad: Story = {
  args: {
    arrange: (fake) => {
      fake.holdNext('listConversations')
    },
  },
}

export const Empty: Story = {
  args: { isEmpty: true },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('No conversations yet')).toBeInTheDocument()
  },
}

export const LoadingFailed: Story = {
  args: {
    arrange: (fake) => {
      const error = new ConversationError('forbidden', 'the server answered 403')
      fake.failNext('listConversations', error)
    },
  },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Try again' }))
    await expect((await canvas.findAllByText('Maria Souza'))[0]).toBeInTheDocument()
  },
}

export const Reconnecting: Story = {
  args: { act: (fake) => fake.transport.drop() },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Reconnecting…', {}, { timeout: 5_000 })).toBeInTheDocument()
  },
}

export const SendFailed: Story = {
  args: {
    arrange: (fake) => fake.failNext('sendMessage', new ConversationError('invalid_payload', 'the server refused')),
  },
  play: async ({ canvas, userEvent }) => {
    await canvas.findByRole('group', { name: 'Messages' })
    await userEvent.type(canvas.getByRole('textbox'), 'Claro! A troca é em até 30 dias.{Enter}')
    await userEvent.click(await canvas.findByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(canvas.queryByRole('button', { name: 'Try again' })).toBeNull())
  },
}

export const WaitingForTheLine: Story = {
  args: {
    arrange: (fake) => fake.failNext('sendMessage', new ConversationError('network_error', 'not reached')),
    act: (fake) => fake.transport.drop(),
  },
  play: async ({ canvas, userEvent }) => {
    await canvas.findByRole('group', { name: 'Messages' })
    await canvas.findByText('Reconnecting…', {}, { timeout: 5_000 })
    await userEvent.type(canvas.getByRole('textbox'), 'Isso fica guardado.{Enter}')
    await expect(await canvas.findByText('Isso fica guardado.')).toBeInTheDocument()
  },
}

export const MayNotFollow: Story = {
  args: {
    act: (fake) => {
      fake.transport.setRoom('maria', new ConversationError('forbidden', 'not this user'))
      fake.transport.drop()
      fake.transport.restore()
    },
  },
  play: async ({ canvas }) => {
    await canvas.findByText('Messages may be missing here.', {}, { timeout: 5_000 })
    await waitFor(() => expect(canvas.getByText('You may not follow this conversation.')).toBeVisible())
    await expect(canvas.getByRole('group', { name: 'Messages' })).toHaveTextContent(
      'Bom dia! Vocês entregam no sábado?',
    )
  },
}
