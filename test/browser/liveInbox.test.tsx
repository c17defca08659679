import { StrictMode, type ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { render } from 'vitest-browser-react'
import { page, userEvent } from 'vitest/browser'
import { ConversationProvider, useMessages } from '../../src/index.ts'
import { Inbox } from '../../src/ui/Inbox.tsx'
import '../../src/ui/styles.css'
import { createWorkspace, type Workspace } from '../helpers/engineControls.ts'
import { readThread } from '../helpers/readThread.ts'

const show = (workspace: Workspace, children: ReactNode = <Inbox opensLatest />) =>
  render(
    <StrictMode>
      <div style={{ height: 600 }}>
        <ConversationProvider chatEngine={workspace.chatEngine}>{children}</ConversationProvider>
      </div>
    </StrictMode>,
  )

/** Of the messages in view: the others are not in the page. */
const texts = () => [...document.querySelectorAll('.crm-bubble')].map((bubble) => bubble.firstChild?.textContent)
const getView = () => document.querySelector<HTMLElement>('.crm-thread')
const getGap = () => {
  const { scrollHeight = 0, clientHeight = 0, scrollTop = 0 } = getView() ?? {}
  return scrollHeight - clientHeight - scrollTop
}

describe('the inbox in a browser, over the real engine', () => {
  it('lists, receives, answers, and climbs to read', async () => {
    const workspace = createWorkspace()
    const id = await workspace.createConversation(['Bom dia!'])
    await show(workspace)
    await expect.element(page.getByText('Live', { exact: true })).toBeVisible()
    await expect.poll(texts).toEqual(['Bom dia!'])
    await workspace.receive(id, 'Vocês entregam no sábado?')
    await expect.poll(texts).toEqual(['Bom dia!', 'Vocês entregam no sábado?'])
    await userEvent.fill(page.getByRole('textbox'), 'Entregamos sim.')
    await userEvent.keyboard('{Enter}')
    await expect.poll(texts).toEqual(['Bom dia!', 'Vocês entregam no sábado?', 'Entregamos sim.'])
    await expect.element(page.getByText('Read', { exact: true })).toBeInTheDocument()
    await expect.poll(texts).toHaveLength(3)
  })

  it('keeps the row of an own message when the real id arrives', async () => {
    const workspace = createWorkspace()
    await workspace.createConversation(['Bom dia!'])
    await show(workspace)
    await expect.poll(texts).toHaveLength(1)
    await userEvent.fill(page.getByRole('textbox'), 'Um momento')
    await userEvent.keyboard('{Enter}')
    const row = () => [...document.querySelectorAll('[data-message-id]')].at(-1)
    await expect.poll(() => row()?.textContent).toContain('Um momento')
    const element = row()
    await expect.element(page.getByText('Read', { exact: true })).toBeInTheDocument()
    expect(row()).toBe(element)
  })

  it('has one socket for two components on one conversation, and none when they are gone', async () => {
    const workspace = createWorkspace()
    const id = await workspace.createConversation(['one', 'two'])
    function Count() {
      return <b>{useMessages(id).messages.length}</b>
    }
    const screen = await show(
      workspace,
      <>
        <Count />
        <Count />
      </>,
    )
    await expect.poll(() => [...document.querySelectorAll('b')].map((b) => b.textContent)).toEqual(['2', '2'])
    await expect.poll(workspace.countConnections).toBe(1)
    await screen.unmount()
    await expect.poll(workspace.countConnections).toBe(0)
  })

  it('mounted and unmounted a hundred times leaves no socket', async () => {
    const workspace = createWorkspace()
    await workspace.createConversation(['one'])
    for (let count = 0; count < 100; count += 1) {
      const screen = await show(workspace)
      await screen.unmount()
    }
    await show(workspace)
    await expect.poll(texts).toEqual(['one'])
    await expect.poll(workspace.countConnections).toBe(1)
  })

  it('comes back after the server has cut it off, with what was written meanwhile', async () => {
    const workspace = createWorkspace()
    const id = await workspace.createConversation(['before'])
    await show(workspace)
    await expect.element(page.getByText('Live', { exact: true })).toBeVisible()
    await workspace.disconnect()
    await workspace.receive(id, 'meanwhile')
    await expect.poll(texts).toEqual(['before', 'meanwhile'])
    await workspace.receive(id, 'after')
    await expect.poll(texts).toEqual(['before', 'meanwhile', 'after'])
  })

  it('shows a burst of five hundred once each, in order, and stays at the newest', async () => {
    const workspace = createWorkspace()
    const id = await workspace.createConversation(['first'])
    await show(workspace)
    await expect.element(page.getByText('Live', { exact: true })).toBeVisible()
    // Open: a page that is fetched in the middle of the burst rightly begins there.
    await expect.poll(texts).toEqual(['first'])
    const sent = Array.from({ length: 500 }, (_, number) => `burst ${number}`)
    for (let start = 0; start < sent.length; start += 50) {
      await Promise.all(sent.slice(start, start + 50).map((text) => workspace.receive(id, text)))
    }
    await expect.poll(() => texts().at(-1), { timeout: 15_000 }).toMatch(/^burst 4\d\d$/)
    await expect.poll(() => document.querySelector('.crm-messages > li')?.getAttribute('aria-setsize')).toBe('501')
    expect(getGap()).toBeLessThan(2)
    // Far fewer rows than messages are in the page, and yet each is there for who scrolls.
    expect(texts().length).toBeLessThan(60)
    const read = (await readThread()).map(([, text]) => text)
    expect(read.toSorted()).toEqual(['first', ...sent].toSorted())
    const written = read.slice(1).map((text) => Math.floor(sent.indexOf(text) / 50))
    expect(written).toEqual(written.toSorted((a, b) => a - b))
  }, 60_000)

  it('stays at the newest when its view shrinks, and keeps a draft with its conversation', async () => {
    const workspace = createWorkspace()
    await workspace.createConversation(Array.from({ length: 30 }, (_, number) => `line ${number}`))
    await workspace.createConversation(['other'])
    await show(workspace)
    await expect.element(page.getByText('Live', { exact: true })).toBeVisible()
    const open = (position: number) => document.querySelectorAll<HTMLElement>('.crm-item')[position]?.click()
    const titles = () => [...document.querySelectorAll('.crm-item-preview')].map((each) => each.textContent)
    await expect.poll(() => titles().toSorted()).toEqual(['line 29', 'other'])
    open(titles().indexOf('line 29'))
    await expect.poll(() => texts().at(-1)).toBe('line 29')
    await expect.poll(getGap).toBeLessThan(2)
    const height = getView()?.clientHeight ?? 0
    await userEvent.fill(page.getByRole('textbox'), 'a\nb\nc\nd\ne\nf')
    await expect.poll(() => getView()?.clientHeight).toBeLessThan(height - 40)
    await expect.poll(getGap).toBeLessThan(2)
    open(titles().indexOf('other'))
    await expect.poll(texts).toEqual(['other'])
    await expect.element(page.getByRole('textbox')).toHaveValue('')
    open(titles().indexOf('line 29'))
    await expect.element(page.getByRole('textbox')).toHaveValue('a\nb\nc\nd\ne\nf')
  })

  it('takes the focus along from pane to pane on a phone', async () => {
    const workspace = createWorkspace()
    await workspace.createConversation(['Bom dia!'])
    await show(
      workspace,
      <div style={{ width: 390, height: 600 }}>
        <Inbox />
      </div>,
    )
    const item = page.getByRole('button', { name: /Bom dia!/ })
    await userEvent.click(item)
    const back = page.getByRole('button', { name: 'Back to the conversations' })
    await expect.element(back).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(item).toHaveFocus()
  })
})
