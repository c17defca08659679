import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fireEvent, fn } from 'storybook/test'
import { TemplatePicker } from '../../src/ui/composer/TemplatePicker.tsx'
import { sampleTemplates } from './outgoing.ts'

const meta = {
  title: 'Parts/TemplatePicker',
  component: TemplatePicker,
  args: { templates: sampleTemplates, onChoose: fn(), onClose: fn() },
  decorators: [
    (Story) => (
      <div className="crm-root" style={{ position: 'relative', maxWidth: 560, marginBlockStart: 420 }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof TemplatePicker>
export default meta
type Story = StoryObj<typeof meta>

/** The focus stays in the search; the arrows walk the list round, Enter chooses, Escape closes. */
export const Keyboard: Story = {
  play: async ({ canvas, userEvent, args }) => {
    const search = canvas.getByRole('combobox')
    await expect(search).toHaveFocus()
    const getCurrent = () => {
      const id = search.getAttribute('aria-activedescendant')
      const option = canvas.getByRole('option', { selected: true })
      if (option.id !== id) throw new Error('unable to find the current option')
      return option
    }
    await expect(getCurrent()).toHaveTextContent('pedido_a_caminho')
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    await expect(getCurrent()).toHaveTextContent('segunda_via_boleto')
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}')
    await expect(getCurrent()).toHaveTextContent('avaliação_do_atendimento')
    await userEvent.keyboard('{ArrowDown}')
    await expect(getCurrent()).toHaveTextContent('pedido_a_caminho')
    await userEvent.keyboard('{Enter}')
    await expect(args.onChoose).toHaveBeenLastCalledWith(sampleTemplates[0])
    // Accents and capitals do not count, and it looks into the body, too.
    await userEvent.keyboard('AVALIACAO')
    await expect(canvas.getAllByRole('option')).toHaveLength(1)
    await fireEvent.keyDown(search, { key: 'Enter', isComposing: true })
    await expect(args.onChoose).toHaveBeenCalledTimes(1)
    await userEvent.keyboard('{Enter}')
    await expect(args.onChoose).toHaveBeenLastCalledWith(sampleTemplates[4])
    await userEvent.clear(search)
    await userEvent.keyboard('entrega pedido')
    await expect(getCurrent()).toHaveTextContent('pedido_a_caminho')
    await userEvent.keyboard('{Escape}')
    await expect(args.onClose).toHaveBeenCalledWith('escape')
    await userEvent.clear(search)
  },
}
export const Mouse: Story = {
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('option', { name: /appointment_reminder/ }))
    await expect(args.onChoose).toHaveBeenCalledWith(sampleTemplates[3])
    await expect(args.onClose).not.toHaveBeenCalled()
  },
}
export const FocusLeaves: Story = {
  play: async ({ canvas, userEvent, args }) => {
    await expect(canvas.getByRole('combobox')).toHaveFocus()
    await userEvent.click(document.body)
    await expect(args.onClose).toHaveBeenCalledWith('blur')
  },
}
export const NothingFound: Story = {
  tags: ['visual'],
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.keyboard('xyz')
    await expect(canvas.getByRole('status')).toHaveTextContent('No template found')
    await expect(canvas.queryByRole('listbox')).toBeNull()
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await expect(args.onChoose).not.toHaveBeenCalled()
  },
}
export const Loading: Story = {
  args: { templates: null },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('status')).toHaveTextContent('Loading the templates…')
  },
}
export const InTheDark: Story = { globals: { theme: 'dark' } }
export const RightToLeft: Story = { globals: { direction: 'rtl' } }
