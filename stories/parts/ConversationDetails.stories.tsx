import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { toConversation } from '../../src/domain/conversation.ts'
import { ConversationDetails } from '../../src/ui/ConversationDetails.tsx'
import { DetailsField } from '../../src/ui/DetailsField.tsx'
import { maria, presence, toStageName, toUserName } from './lookSamples.ts'

const meta = {
  title: 'Parts/ConversationDetails',
  component: ConversationDetails,
  args: { conversation: maria, userId: 'user-1', toStageName, toUserName },
  decorators: [
    (Story) => (
      <div className="crm-root crm-pane" style={{ width: 288, height: 520 }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof ConversationDetails>
export default meta
type Story = StoryObj<typeof meta>

export const Everything: Story = {
  tags: ['visual'],
  args: { presences: [presence('Carlos Prado'), presence('Ana Lima', 'away')] },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('link', { name: '+55 11 98888-7777' })).toHaveAttribute('href', 'tel:+5511988887777')
    const read = [
      ...(canvas.getByRole('heading', { name: 'Maria Souza' }).closest('div.crm-details')?.querySelectorAll('dd') ??
        []),
    ]
    await expect(read.map(({ textContent }) => textContent).slice(0, 4)).toEqual(['Open', 'Proposta', 'You', 'High'])
  },
}
export const WithAColleague: Story = {
  args: { conversation: { ...maria, assigneeId: 'carlos', priority: 'urgent', status: 'pending' } },
}
/** An id says nothing to people: without its name it is not shown. */
export const NamesNotKnown: Story = {
  args: { toStageName: () => null, toUserName: () => null, userId: null },
  play: async ({ canvas, canvasElement }) => {
    await expect(canvas.queryByText('Stage')).toBeNull()
    await expect(canvas.queryByText('Assigned to')).toBeNull()
    await expect(canvasElement).not.toHaveTextContent('b6b0a4f2')
  },
}
/** A server that says little: what is not known takes no place. */
export const LittleKnown: Story = {
  args: {
    conversation: toConversation({
      id: 'c',
      contact: { id: null, name: null, phone: '5511977777777', avatarUrl: null },
    }),
  },
  play: async ({ canvasElement }) => {
    await expect(canvasElement.querySelector('dt')).toBeNull()
  },
}
/** A label that a server gives twice is one. */
export const LabelsTwice: Story = {
  args: { conversation: { ...maria, labels: ['vip', 'vip', 'atacado'] } },
  play: async ({ canvas }) => {
    await expect(canvas.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['vip', 'atacado'])
  },
}
export const LongWords: Story = {
  tags: ['visual'],
  args: {
    conversation: {
      ...maria,
      contact: { ...maria.contact, name: 'Distribuidora de Alimentos Nossa Senhora da Conceição do Mato Dentro Ltda.' },
      labels: ['cliente fiel há mais de dez anos, sempre no atacado', 'nota fiscal', 'boleto', 'entrega aos sábados'],
    },
    toStageName: () => 'Proposta enviada, à espera da aprovação da diretoria',
  },
  play: async ({ canvasElement }) => {
    const details = canvasElement.querySelector('.crm-details')
    await expect(details?.scrollWidth).toBe(details?.clientWidth)
  },
}
/** An application's own fields, and what it adds below. */
export const OwnFields: Story = {
  args: {
    slots: {
      Fields: () => <DetailsField name="Pedidos">12</DetailsField>,
      Extra: ({ conversation }) => <a href={`#orders/${conversation.id}`}>Ver os pedidos</a>,
    },
  },
  play: async ({ canvas }) => {
    await expect(canvas.getByText('Pedidos').tagName).toBe('DT')
    await expect(canvas.getByRole('link', { name: 'Ver os pedidos' })).toBeVisible()
  },
}
export const InTheDark: Story = { ...Everything, tags: ['!visual'], globals: { theme: 'dark' } }
export const RightToLeft: Story = {
  args: { presences: [presence('Carlos Prado')] },
  globals: { direction: 'rtl', language: 'pt-BR' },
}
