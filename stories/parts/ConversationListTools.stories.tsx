import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState, type ReactNode } from 'react'
import { expect, fn, waitFor } from 'storybook/test'
import { ConversationListTools, type ConversationListToolsProps } from '../../src/ui/ConversationListTools.tsx'

const meta = {
  title: 'Parts/ConversationListTools',
  component: ConversationListTools,
  args: { scope: 'mine', counts: { mine: 6, unassigned: 3 }, onQueryChange: fn(), onScopeChange: fn() },
  argTypes: { scope: { control: 'inline-radio', options: ['mine', 'unassigned', 'all'] } },
  decorators: [
    (Story) => (
      <div className="crm-root crm-pane" style={{ width: 320, paddingBlockEnd: 12 }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof ConversationListTools>
export default meta
type Story = StoryObj<ConversationListToolsProps>

function Kept(props: ConversationListToolsProps): ReactNode {
  const [query, setQuery] = useState('')
  const [scope, setScope] = useState(props.scope)
  return (
    <ConversationListTools
      {...props}
      {...{ query, scope }}
      foundCount={query === '' ? undefined : 2}
      onQueryChange={setQuery}
      onScopeChange={setScope}
    />
  )
}
export const SearchAndTabs: Story = {
  tags: ['visual'],
  render: (args) => <Kept {...args} />,
  play: async ({ canvas, userEvent }) => {
    await userEvent.type(canvas.getByRole('searchbox', { name: 'Search name, number or message' }), 'joao')
    await expect(canvas.getByRole('searchbox')).toHaveValue('joao')
    await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent('2 conversations found'))
    await userEvent.keyboard('{Escape}')
    await userEvent.tab()
    await userEvent.tab()
    await userEvent.keyboard('{Enter}')
    await expect(canvas.getByRole('button', { name: 'Unassigned 3' })).toHaveAttribute('aria-pressed', 'true')
    await expect(canvas.getByRole('button', { name: 'Mine 6' })).toHaveAttribute('aria-pressed', 'false')
  },
}
export const CountsNotKnown: Story = { args: { counts: {} } }
export const SearchAlone: Story = { args: { onScopeChange: undefined } }
export const TabsAlone: Story = { args: { onQueryChange: undefined, counts: { mine: 1_204, unassigned: 38 } } }
export const InTheDark: Story = { globals: { theme: 'dark', language: 'pt-BR' } }
