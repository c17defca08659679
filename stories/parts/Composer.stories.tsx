import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fireEvent, fn } from 'storybook/test'
import { Composer } from '../../src/ui/Composer.tsx'

const meta = {
  title: 'Parts/Composer',
  component: Composer,
  args: { onSend: fn(), onTyping: fn() },
  decorators: [
    (Story) => (
      <div className="crm-root" style={{ maxWidth: 560 }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof Composer>
export default meta
type Story = StoryObj<typeof meta>

export const Empty: Story = {
  play: async ({ canvas, userEvent, args }) => {
    await expect(canvas.getByRole('button', { name: 'Send' })).toHaveAttribute('aria-disabled', 'true')
    await userEvent.type(canvas.getByRole('textbox'), '   {Enter}')
    await expect(args.onSend).not.toHaveBeenCalled()
  },
}
export const Keys: Story = {
  play: async ({ canvas, userEvent, args }) => {
    const box = canvas.getByRole('textbox')
    await userEvent.type(box, 'two{Shift>}{Enter}{/Shift}lines')
    await expect(args.onSend).not.toHaveBeenCalled()
    await expect(args.onTyping).toHaveBeenLastCalledWith(true)
    // A word being composed (Japanese, accents on some keyboards) is confirmed with Enter, not sent.
    await fireEvent.keyDown(box, { key: 'Enter', isComposing: true })
    // Safari says so only with the key's old code.
    await fireEvent.keyDown(box, { key: 'Enter', keyCode: 229 })
    await expect(args.onSend).not.toHaveBeenCalled()
    await userEvent.keyboard('{Enter}')
    await expect(args.onSend).toHaveBeenCalledWith('two\nlines')
    await expect(box).toHaveValue('')
    await expect(box).toHaveFocus()
  },
}
export const Button: Story = {
  args: { draft: 'Left here before' },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Send' }))
    await expect(args.onSend).toHaveBeenCalledWith('Left here before')
    await expect(canvas.getByRole('textbox')).toHaveFocus()
  },
}
export const TooLong: Story = {
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('textbox'))
    await userEvent.paste('x'.repeat(4100))
    await expect(canvas.getByRole('alert')).toHaveTextContent('4 characters too many')
    await expect(canvas.getByRole('button', { name: 'Send' })).toHaveAttribute('aria-disabled', 'true')
  },
}
