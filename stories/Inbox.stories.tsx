import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { buildMessage } from '../src/testing/builders.ts'
import { FakeInbox } from './FakeInbox.tsx'
import { today } from './parts/samples.ts'

const meta = {
  title: 'Inbox',
  component: FakeInbox,
  argTypes: { scenario: { control: false } },
  parameters: { layout: 'fullscreen' },
} satisfies Meta<typeof FakeInbox>
export default meta
type Story = StoryObj<typeof meta>

export const Live: Story = {
  tags: ['visual'],
  args: {
    scenario: {
      description: 'Everything is well: the customer writes, the agent answers.',
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
    scenario: {
      description: 'What came while nobody looked begins below a line.',
      arrange: (fake) => {
        for (let number = 0; number < 40; number += 1) {
          const id = `joao-${100 + number}`
          fake.messages.set(id, buildMessage({ id, conversationId: 'joao', text: `Linha ${number}` }))
        }
      },
    },
  },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: /João Lima/ }))
    await expect(await canvas.findByText('2 new')).toBeVisible()
    await waitFor(() => expect(canvas.queryByText('2 unread')).toBeNull())
    await expect(canvas.getByText('2 new')).toBeVisible()
  },
}

/** Where there is room for one pane: first the list … */
export const OnAPhone: Story = {
  tags: ['visual'],
  parameters: { visual: { widths: [390] } },
  play: async ({ canvas }) => {
    await canvas.findByRole('button', { name: /^Maria Souza/ })
    await canvas.findByText('Live')
  },
}
/** … then what was chosen from it. */
export const OpenedOnAPhone: Story = {
  ...OnAPhone,
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: /^Maria Souza/ }))
    await waitFor(() => expect(canvas.getByText('Reservado! Qualquer coisa estou por aqui.')).toBeVisible())
  },
}
