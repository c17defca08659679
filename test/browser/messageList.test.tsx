import { Activity, StrictMode, type ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { page, userEvent } from 'vitest/browser'
import { buildMessage } from '../../src/testing/builders.ts'
import { MessageBubble, type MessageBubbleProps } from '../../src/ui/messages/MessageBubble.tsx'
import { MessageList, type MessageListProps } from '../../src/ui/messages/MessageList.tsx'
import '../../src/ui/styles.css'

const messages = Array.from({ length: 2_000 }, (_, position) => buildMessage({ id: `m${10_000 + position}` }))

/** Counts how often each row renders: the bubble is made anew with its row, and with nothing else. */
const renders = vi.fn<(id: string) => void>()
function CountedBubble(props: MessageBubbleProps): ReactNode {
  renders(props.message.id)
  return <MessageBubble {...props} />
}
const takeRenders = () => {
  const ids = renders.mock.calls.map(([id]) => id)
  renders.mockClear()
  return ids
}

/** As an application writes it: pieces and handlers made in the render. */
const list = (props: Partial<MessageListProps>) => (
  <div className="crm-root" style={{ display: 'flex', height: 500 }}>
    <MessageList
      messages={messages}
      onReply={() => {}}
      onRetry={() => {}}
      onDiscard={() => {}}
      slots={{ Bubble: CountedBubble }}
      {...props}
    />
  </div>
)
const getIds = () =>
  [...document.querySelectorAll<HTMLElement>('.crm-row')].map((row) => row.dataset['messageId'] ?? '')
const getView = () => document.querySelector<HTMLElement>('.crm-thread') ?? document.body

/** Opened, measured, and at rest. */
async function open(props: Partial<MessageListProps> = {}) {
  const screen = await render(list(props))
  await expect.poll(() => getIds().at(-1)).toBe((props.messages ?? messages).at(-1)?.id)
  let last = -1
  await expect
    .poll(
      () => {
        const isStill = last === renders.mock.calls.length
        last = renders.mock.calls.length
        return isStill
      },
      { interval: 200 },
    )
    .toBe(true)
  takeRenders()
  return screen
}

/** Where the view is once it has stopped: the browser scrolls a page in many steps. */
async function rest(): Promise<number> {
  for (let still = 0, last = -1; still < 10; still += 1) {
    await new Promise(requestAnimationFrame)
    if (getView().scrollTop !== last) still = 0
    last = getView().scrollTop
  }
  return getView().scrollTop
}

describe('a long list of messages', () => {
  it('renders no row again when the application around it renders', async () => {
    const screen = await open()
    await screen.rerender(list({ isFetchingNextPage: true, hasNextPage: true }))
    expect(takeRenders()).toEqual([])
  })

  it('renders no row again for the pieces of its bubbles, written out in the markup', async () => {
    const Extra = () => null
    const ui = () => list({ slots: { Bubble: CountedBubble, bubble: { Extra } } })
    const screen = await open({ slots: { Bubble: CountedBubble, bubble: { Extra } } })
    await screen.rerender(ui())
    expect(takeRenders()).toEqual([])
  })

  it('renders only the row whose message has changed', async () => {
    const screen = await open()
    const [id = ''] = getIds().slice(-3)
    const changed = messages.map((message) => (message.id === id ? { ...message, text: 'edited' } : message))
    await screen.rerender(list({ messages: changed }))
    await expect.poll(() => document.querySelector(`[data-message-id="${id}"]`)?.textContent).toContain('edited')
    expect(new Set(takeRenders())).toEqual(new Set([id]))
  })

  it('renders only the new row when one comes in', async () => {
    const screen = await open()
    await screen.rerender(list({ messages: [...messages, buildMessage({ id: 'new' })] }))
    await expect.poll(() => getIds().at(-1)).toBe('new')
    expect(new Set(takeRenders())).toEqual(new Set(['new']))
  })

  it('keeps every row when an older page comes in', async () => {
    const screen = await open({ messages: messages.slice(50) })
    await screen.rerender(list({}))
    await expect.poll(() => document.querySelector('.crm-messages > li')?.getAttribute('aria-setsize')).toBe('2000')
    expect(takeRenders()).toEqual([])
    expect(getView().scrollHeight - getView().scrollTop - getView().clientHeight).toBeLessThan(2)
  })

  it('stays where the reader is when the oldest ones go and new ones come', async () => {
    const screen = await open()
    getView().scrollTop = getView().scrollHeight / 2
    await rest()
    const edge = getView().getBoundingClientRect().top
    const rows = [...document.querySelectorAll<HTMLElement>('.crm-row')]
    const read = rows.find((row) => row.getBoundingClientRect().top > edge + 100)
    const id = read?.dataset['messageId'] ?? ''
    const getTop = () => document.querySelector(`[data-message-id="${id}"]`)?.getBoundingClientRect().top ?? NaN
    const top = getTop()
    await screen.rerender(list({ messages: [...messages.slice(100), buildMessage({ id: 'new' })] }))
    await expect.poll(() => document.querySelector('.crm-messages > li')?.getAttribute('aria-setsize')).toBe('1901')
    await rest()
    expect(Math.abs(getTop() - top)).toBeLessThan(2)
  })

  it('opens at what is unread, also where effects run twice', async () => {
    await render(<StrictMode>{list({ unreadCount: 500 })}</StrictMode>)
    await expect.poll(getIds).toContain(messages.at(-500)?.id)
  })

  it('is where the reader left it when it was hidden and is shown again, though something was unread', async () => {
    const show = (mode: 'visible' | 'hidden') => <Activity mode={mode}>{list({ unreadCount: 500 })}</Activity>
    const screen = await render(show('visible'))
    await expect.poll(getIds).toContain(messages.at(-500)?.id)
    await rest()
    getView().scrollTop -= 3_000
    const left = await rest()
    await screen.rerender(show('hidden'))
    await screen.rerender(show('visible'))
    expect(await rest()).toBeCloseTo(left, -1)
  })

  it('has a handful of rows in the page, wherever it is scrolled to', async () => {
    await open()
    for (const part of [0.9, 0.5, 0.1, 0]) {
      getView().scrollTop = getView().scrollHeight * part
      await expect.poll(() => getIds().length).toBeGreaterThan(5)
      expect(getIds().length).toBeLessThan(60)
    }
  })

  it('stays where the reader is when a picture above grows', async () => {
    await open()
    getView().scrollTop = 3_000
    await expect.poll(() => getIds().length).toBeGreaterThan(10)
    const getTop = (id: string) =>
      document.querySelector(`[data-message-id="${id}"]`)?.getBoundingClientRect().top ?? NaN
    const getRows = () => [...document.querySelectorAll<HTMLElement>('.crm-row')]
    const edge = getView().getBoundingClientRect().top
    const findAbove = () => getRows().findLast((row) => row.getBoundingClientRect().bottom < edge)
    await expect.poll(findAbove).toBeDefined()
    const read = getRows().find((row) => row.getBoundingClientRect().top > edge + 100)
    const id = read?.dataset['messageId'] ?? ''
    const top = getTop(id)
    findAbove()?.style.setProperty('padding-block-end', '120px')
    const scrollTop = getView().scrollTop
    await expect.poll(() => getView().scrollTop).toBeGreaterThan(scrollTop + 100)
    expect(Math.abs(getTop(id) - top)).toBeLessThan(2)
  })

  it('is read by keyboard alone: page by page, to the first message, and back to the newest', async () => {
    await open()
    await userEvent.tab()
    expect(document.activeElement).toBe(getView())
    const end = getView().scrollTop
    await userEvent.keyboard('{PageUp}')
    await expect.poll(() => getView().scrollTop).toBeLessThan(end - 200)
    const above = await rest()
    await userEvent.keyboard('{PageDown}')
    await expect.poll(() => getView().scrollTop).toBeGreaterThan(above)
    await userEvent.keyboard('{Home}')
    await expect.poll(() => getIds()[0]).toBe('m10000')
    await expect.poll(() => getView().scrollTop).toBeLessThan(20)
    await userEvent.keyboard('{End}')
    await expect.poll(() => getIds().at(-1)).toBe('m11999')
    await expect.poll(() => getView().scrollHeight - getView().scrollTop - getView().clientHeight).toBeLessThan(2)
  })

  it('keeps the focus in a row that is scrolled out of view', async () => {
    const error = { code: 'network_error', message: '', origin: 'client' } as const
    const failed = buildMessage({ id: 'failed', direction: 'outbound', status: 'failed', error })
    await open({ messages: [...messages, failed] })
    const button = page.getByRole('button', { name: 'Try again' }).element() as HTMLElement
    button.focus()
    getView().scrollTop = 0
    await expect.poll(() => getIds()[0]).toBe('m10000')
    expect(document.activeElement).toBe(button)
    expect(getIds().length).toBeLessThan(60)
  })

  it('draws the line above the first unread message once that one is loaded, whatever has come in since', async () => {
    const getFirstUnread = () =>
      document.querySelector('.crm-rule')?.parentElement?.querySelector('.crm-row')?.getAttribute('data-message-id')
    const screen = await render(list({ messages: messages.slice(-50), unreadCount: 70 }))
    await expect.poll(getFirstUnread).toBe('m11950')
    await screen.rerender(list({ messages: [...messages.slice(-100), buildMessage({ id: 'new' })], unreadCount: 0 }))
    getView().scrollTop = 1_000
    await expect.poll(getIds).toContain('m11930')
    await expect.poll(getFirstUnread).toBe('m11930')
  })
})
