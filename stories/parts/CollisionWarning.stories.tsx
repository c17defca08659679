import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn } from 'storybook/test'
import { CollisionWarning } from '../../src/ui/composer/CollisionWarning.tsx'
import { Composer } from '../../src/ui/composer/Composer.tsx'

const onSend = fn()

const meta = {
  title: 'Parts/CollisionWarning',
  component: CollisionWarning,
  args: { kind: 'typing', names: ['Ana Lima'] },
  decorators: [
    (Story) => (
      <div className="crm-root" style={{ maxWidth: 560 }}>
        <Composer draft="Claro, vou verificar o prazo" onSend={onSend}>
          <Story />
        </Composer>
      </div>
    ),
  ],
  beforeEach: () => {
    onSend.mockClear()
  },
} satisfies Meta<typeof CollisionWarning>
export default meta
type Story = StoryObj<typeof meta>

/** It says who, politely, and never stands in the way. */
export const Typing: Story = {
  tags: ['visual'],
  play: async ({ canvas, userEvent }) => {
    await expect(canvas.getByRole('status')).toHaveTextContent('Ana Lima is writing here, too.')
    await userEvent.type(canvas.getByRole('textbox'), '{Enter}')
    await expect(onSend).toHaveBeenCalledWith('Claro, vou verificar o prazo')
  },
}
export const TwoTyping: Story = {
  args: { names: ['Ana Lima', null] },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('status')).toHaveTextContent('Ana Lima and A colleague are writing here, too.')
  },
}
/** A colleague has sent something meanwhile: read it first, or send all the same. */
export const Answered: Story = {
  tags: ['visual'],
  args: { kind: 'answered', onReview: fn() },
  play: async ({ canvas, userEvent, args }) => {
    await expect(canvas.getByRole('status')).toHaveTextContent('Ana Lima has answered while you were writing.')
    await userEvent.click(canvas.getByRole('button', { name: 'Review' }))
    await expect(args.onReview).toHaveBeenCalled()
    await expect(onSend).not.toHaveBeenCalled()
    await userEvent.click(canvas.getByRole('button', { name: 'Send anyway' }))
    await expect(onSend).toHaveBeenCalledWith('Claro, vou verificar o prazo')
  },
}
export const AnsweredInTheDark: Story = {
  args: { kind: 'answered', onReview: fn() },
  globals: { theme: 'dark', language: 'pt-BR' },
}
/** The live region is there before it has anything to say. */
export const Nobody: Story = {
  args: { names: [] },
  play: async ({ canvasElement }) => {
    const part = canvasElement.querySelector('.crm-collision')
    await expect(part).not.toBeVisible()
    await expect(part?.querySelector('[role=status]')).toBeEmptyDOMElement()
  },
}
