import type { Meta, StoryObj } from '@storybook/react-vite'
import { useEffect, useState, type ReactNode } from 'react'
import { expect, waitFor } from 'storybook/test'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { ConversationProvider } from '../../src/react/ConversationProvider.tsx'
import { createFakeBackend, type FakeBackend } from '../../src/testing/fakeBackend.ts'
import { Inbox, type InboxProps } from '../../src/ui/Inbox.tsx'
import { everyKind } from './everyKind.ts'
import { lookConversations, presence, toStageName, toUserName } from './lookSamples.ts'
import { sampleMessages } from './samples.ts'

interface PanesProps extends InboxProps {
  /** How wide the inbox is; default: as wide as the page. */
  readonly width?: number
  /** A conversation in which everything has happened once. */
  readonly isRich?: boolean
  /** The best line is down, and Supabase carries the messages. */
  readonly isOnBackup?: boolean
  readonly act?: (fake: FakeBackend) => void
}

/** The inbox over a backend in memory, in a place of a given width: what counts is its own, not the window's. */
function Panes({ width, isRich = false, isOnBackup = false, act, ...props }: PanesProps): ReactNode {
  const [{ fake, first, client }] = useState(() => {
    const backend = createFakeBackend()
    for (const conversation of lookConversations) backend.conversations.set(conversation.id, conversation)
    for (const message of isRich ? everyKind : sampleMessages) backend.messages.set(message.id, message)
    const backup = createFakeBackend({ kind: 'supabase', over: backend })
    const backends = isOnBackup ? [backend.backend, backup.backend] : [backend.backend]
    return {
      fake: isOnBackup ? backup : backend,
      first: backend,
      client: createConversationClient({ backends, polling: false }),
    }
  })
  useEffect(() => {
    if (isOnBackup) first.transport.drop()
    const timer = setTimeout(() => {
      fake.announce({ type: 'presence.changed', presence: presence('Carlos Prado') })
      act?.(fake)
    }, 300)
    return () => clearTimeout(timer)
  }, [act, fake, first, isOnBackup])
  return (
    <div style={{ width: width ?? '100%', height: '100%' }}>
      <ConversationProvider client={client}>
        <Inbox {...props} />
      </ConversationProvider>
    </div>
  )
}

const meta = {
  title: 'Parts/Inbox panes',
  component: Panes,
  parameters: { layout: 'fullscreen' },
  args: { opensLatest: true, userId: 'user-1', toStageName, toUserName },
} satisfies Meta<typeof Panes>
export default meta
type Story = StoryObj<typeof meta>

const typing = (fake: FakeBackend) =>
  fake.announce({
    type: 'typing.changed',
    conversationId: 'maria',
    participant: { type: 'contact', id: '5511988887777', name: 'Maria' },
    isTyping: true,
  })

/** Who is here comes a moment later. */
const waitForColleague = (canvasElement: HTMLElement) =>
  waitFor(() => expect(canvasElement.querySelector('.crm-viewer')).not.toBeNull())

export const Three: Story = {
  args: { act: typing },
  play: async ({ canvas, canvasElement }) => {
    await expect(await canvas.findByRole('complementary', { name: 'Details' })).toBeVisible()
    await expect(canvas.queryByRole('button', { name: 'Show the details' })).toBeNull()
    await expect(await canvas.findByText('With you')).toBeVisible()
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Mine 4' })).toHaveAttribute('aria-pressed', 'true'))
    const widths = [...canvasElement.querySelectorAll('.crm-pane')].map((pane) => pane.getBoundingClientRect().width)
    await expect([widths[0], widths[2]]).toEqual([320, 288])
    await waitFor(() => expect(canvas.getByRole('button', { name: /Maria Souza.*typing…/ })).toBeVisible())
  },
}
export const ThreeInTheDark: Story = {
  args: { act: typing, isRich: true },
  globals: { theme: 'dark', language: 'pt-BR' },
}
export const ThreeRightToLeft: Story = {
  tags: ['visual'],
  globals: { direction: 'rtl', language: 'es' },
  play: async ({ canvasElement }) => waitForColleague(canvasElement),
}

/** Nothing of what is covered shows through, wherever one looks. */
function isOnTop(sheet: HTMLElement): boolean {
  const { left, top, width, height } = sheet.getBoundingClientRect()
  const parts = [0.05, 0.25, 0.5, 0.75, 0.95]
  return parts.every((x) =>
    parts.every((y) => sheet.contains(document.elementFromPoint(left + width * x, top + height * y))),
  )
}

/** Where there is no room for a third pane, the details lie over the thread. */
export const Two: Story = {
  args: { width: 900 },
  play: async ({ canvas, userEvent }) => {
    const show = await canvas.findByRole('button', { name: 'Show the details' })
    await userEvent.click(show)
    const sheet = await canvas.findByRole('dialog', { name: 'Details' })
    await expect(canvas.getByRole('button', { name: 'Close the details' })).toHaveFocus()
    await expect(sheet).toHaveTextContent('Proposta')
    // What it covers is out of reach.
    await expect(canvas.queryByRole('textbox')).not.toBeNull()
    canvas.getByRole('textbox').focus()
    await expect(canvas.getByRole('textbox')).not.toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(canvas.queryByRole('dialog')).toBeNull())
    await expect(show).toHaveFocus()
    await userEvent.click(show)
    await userEvent.click(await canvas.findByRole('button', { name: /João Lima/ }))
    await expect(canvas.queryByRole('dialog')).toBeNull()
    await expect(canvas.getByRole('button', { name: /João Lima/ })).toHaveFocus()
  },
}
export const TwoWithDetails: Story = {
  tags: ['visual'],
  args: { width: 900 },
  play: async ({ canvas, canvasElement, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Show the details' }))
    const sheet = await canvas.findByRole('dialog', { name: 'Details' })
    await waitFor(() => expect(sheet).toBeVisible())
    await expect(isOnTop(sheet)).toBe(true)
    await waitForColleague(canvasElement)
  },
}

const isNothingCut = (element: HTMLElement) =>
  [
    ...element.querySelectorAll<HTMLElement>(
      '.crm-inbox, .crm-panes, .crm-pane, .crm-header, .crm-list, .crm-thread, .crm-details',
    ),
  ].every(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)

/** The narrowest there is: one pane at a time, and nothing scrolls sideways. */
export const Phone: Story = {
  args: { width: 320, opensLatest: false },
  play: async ({ canvas, canvasElement, userEvent }) => {
    const row = await canvas.findByRole('button', { name: /^Maria Souza/ })
    await expect(isNothingCut(canvasElement)).toBe(true)
    await userEvent.click(row)
    const show = await canvas.findByRole('button', { name: 'Show the details' })
    await expect(canvas.getByRole('button', { name: 'Back to the conversations' })).toHaveFocus()
    await expect(isNothingCut(canvasElement)).toBe(true)
    await userEvent.click(show)
    const sheet = await canvas.findByRole('dialog', { name: 'Details' })
    await expect(sheet.getBoundingClientRect().width).toBe(320)
    await expect(isOnTop(sheet)).toBe(true)
    await expect(isNothingCut(canvasElement)).toBe(true)
    await userEvent.click(canvas.getByRole('button', { name: 'Close the details' }))
    await expect(show).toHaveFocus()
    await userEvent.click(canvas.getByRole('button', { name: 'Back to the conversations' }))
    await expect(row).toHaveFocus()
  },
}
export const PhoneThread: Story = {
  tags: ['visual'],
  args: { width: 390, isRich: true, opensLatest: false },
  globals: { language: 'pt-BR' },
  play: async ({ canvas, canvasElement, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: /^Maria Souza/ }))
    await canvas.findByRole('button', { name: 'Mostrar os detalhes' })
    await waitForColleague(canvasElement)
  },
}

export const Search: Story = {
  play: async ({ canvas, userEvent }) => {
    const box = await canvas.findByRole('searchbox')
    await canvas.findByRole('button', { name: 'All' })
    await userEvent.click(canvas.getByRole('button', { name: 'All' }))
    const names = () => [...document.querySelectorAll('.crm-item-name')].map(({ textContent }) => textContent)
    await userEvent.type(box, 'joao')
    await waitFor(() => expect(names()).toEqual(['João Lima']))
    await userEvent.clear(box)
    await userEvent.type(box, '97777-77')
    await waitFor(() => expect(names()).toEqual(['+55 11 97777-7777']))
    await userEvent.clear(box)
    await userEvent.type(box, 'xyz')
    await expect(await canvas.findByText('Nothing found')).toBeVisible()
    await userEvent.clear(box)
    await waitFor(() => expect(names()).toHaveLength(6))
  },
}

export const Tabs: Story = {
  play: async ({ canvas, userEvent }) => {
    const names = () => [...document.querySelectorAll('.crm-item-name')].map(({ textContent }) => textContent)
    await userEvent.click(await canvas.findByRole('button', { name: 'Unassigned 1' }))
    await waitFor(() => expect(names()).toEqual(['+55 11 97777-7777']))
    await userEvent.click(canvas.getByRole('button', { name: 'All' }))
    await waitFor(() => expect(names()).toHaveLength(6))
    await expect(canvas.getAllByText('With Carlos Prado')).toHaveLength(1)
  },
}
/** Filtered by the application already, or nobody known to be signed in: no tabs. */
export const WithoutTabs: Story = {
  args: { filter: { assigneeId: 'user-1' } },
  play: async ({ canvas }) => {
    await canvas.findByRole('button', { name: /^Maria Souza/ })
    await expect(canvas.queryByRole('group', { name: 'Whose conversations' })).toBeNull()
  },
}

/** F6 leads from pane to pane and around. */
export const Keyboard: Story = {
  play: async ({ canvas, userEvent }) => {
    const row = await canvas.findByRole('button', { name: /^Maria Souza/ })
    await canvas.findByRole('complementary', { name: 'Details' })
    row.focus()
    await userEvent.keyboard('{F6}')
    await expect(canvas.getByRole('textbox')).toHaveFocus()
    await userEvent.keyboard('{F6}')
    await expect(canvas.getByRole('complementary', { name: 'Details' })).toHaveFocus()
    await userEvent.keyboard('{F6}')
    await expect(row).toHaveFocus()
    await userEvent.keyboard('{Shift>}{F6}{/Shift}')
    await expect(canvas.getByRole('complementary', { name: 'Details' })).toHaveFocus()
  },
}
export const VeryWide: Story = { args: { width: 2560, isRich: true } }

/** The picture of the design: on the backup line, said in the pill at once and in the banner when it has lasted. */
export const OnTheBackupLine: Story = {
  args: { isRich: true, isOnBackup: true, act: typing },
  globals: { language: 'pt-BR' },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Linha reserva', {}, { timeout: 8_000 })).toBeInTheDocument()
    await expect(await canvas.findByText(/^Na linha reserva desde as/, {}, { timeout: 8_000 })).toBeInTheDocument()
    await expect(canvas.getByText('As mensagens continuam chegando.')).toBeInTheDocument()
  },
}
export const OnTheBackupLineInTheDark: Story = {
  ...OnTheBackupLine,
  globals: { theme: 'dark', language: 'pt-BR' },
}
