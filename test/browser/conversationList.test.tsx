import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { page } from 'vitest/browser'
import type { Conversation } from '../../src/domain/conversation.ts'
import type { TypingParticipant } from '../../src/domain/typing.ts'
import { createStore } from '../../src/lib/store.ts'
import { buildConversation } from '../../src/testing/builders.ts'
import { ConversationItem, type ConversationItemProps } from '../../src/ui/ConversationItem.tsx'
import { ConversationList, type ConversationListProps } from '../../src/ui/ConversationList.tsx'
import { en } from '../../src/ui/languages/en.ts'
import { UiProvider } from '../../src/ui/UiProvider.tsx'
import '../../src/ui/styles.css'

const conversations = Array.from({ length: 100 }, (_, position) =>
  buildConversation({ id: `c${position}`, contact: { id: null, name: `N ${position}`, phone: null, avatarUrl: null } }),
)

/** Counts how often each row renders. */
const renders = vi.fn<(id: string) => void>()
function CountedItem(props: ConversationItemProps): ReactNode {
  renders(props.conversation.id)
  return <ConversationItem {...props} />
}
const takeRenders = () => {
  const ids = renders.mock.calls.map(([id]) => id)
  renders.mockClear()
  return new Set(ids)
}

/** As an application writes it: pieces and handlers made in the render. */
const list = (props: Partial<ConversationListProps> = {}) => (
  <div className="crm-root" style={{ display: 'flex', width: 320, height: 500 }}>
    <ConversationList
      conversations={conversations}
      selectedId="c0"
      onSelect={() => {}}
      toAssigneeName={() => 'Carlos'}
      slots={{ Item: CountedItem }}
      {...props}
    />
  </div>
)

describe('a list of conversations', () => {
  it('renders no row again when the application around it renders', async () => {
    const screen = await render(list())
    expect(takeRenders().size).toBe(100)
    await screen.rerender(list())
    expect(takeRenders()).toEqual(new Set())
  })

  it('renders only the row whose conversation has changed', async () => {
    const screen = await render(list())
    takeRenders()
    const changed = conversations.map((each) => (each.id === 'c7' ? { ...each, unreadCount: 3 } : each))
    await screen.rerender(list({ conversations: changed }))
    await expect.element(page.getByText('3 unread')).toBeInTheDocument()
    expect(takeRenders()).toEqual(new Set(['c7']))
  })

  it('renders only the two rows between which the choice moves', async () => {
    const screen = await render(list())
    takeRenders()
    await screen.rerender(list({ selectedId: 'c4' }))
    expect(takeRenders()).toEqual(new Set(['c0', 'c4']))
  })

  it('renders only the row in which a customer begins to write; a colleague’s writing is not shown', async () => {
    const nobody: readonly TypingParticipant[] = []
    const stores = new Map(conversations.map(({ id }) => [id, createStore(nobody)]))
    const screen = await render(list({ watchTyping: (id) => stores.get(id) ?? createStore(nobody) }))
    takeRenders()
    const typist = (type: 'contact' | 'user') => [{ type, id: '55', name: null }]
    stores.get('c9')?.set(typist('contact'))
    await expect.element(page.getByText('typing…')).toBeInTheDocument()
    expect(takeRenders()).toEqual(new Set(['c9']))
    stores.get('c9')?.set(nobody)
    await expect.poll(() => screen.getByText('typing…').query()).toBeNull()
    takeRenders()
    stores.get('c3')?.set(typist('user'))
    await expect.poll(() => takeRenders()).toEqual(new Set(['c3']))
    expect(screen.getByText('typing…').query()).toBeNull()
  })
})

describe('a list that stays open', () => {
  const setHidden = (isHidden: boolean) => {
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden)
    document.dispatchEvent(new Event('visibilitychange'))
  }
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: new Date('2026-03-12T23:58:30') })
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.useRealTimers()
  })

  const at = (text: string) => new Date(text).toISOString()
  const answered = (position: number): Conversation =>
    buildConversation({ id: `a${position}`, lastMessageAt: at('2026-03-12T23:00:00'), lastInboundAt: null })
  const waiting = buildConversation({
    id: 'waiting',
    lastMessageAt: at('2026-03-12T23:38:00'),
    lastInboundAt: at('2026-03-12T23:38:00'),
  })
  /** Counts every row's rendering, also its own: each reads its words anew. */
  const drawn = vi.fn<() => void>()
  const language = {
    ...en,
    words: {
      ...en.words,
      get unknownContact() {
        drawn()
        return 'Somebody'
      },
    },
  }
  const nobody = { id: null, name: null, phone: null, avatarUrl: null }
  const open = () =>
    render(
      <UiProvider language={language}>
        {list({
          conversations: [waiting, ...Array.from({ length: 99 }, (_, position) => answered(position))].map((each) => ({
            ...each,
            contact: nobody,
          })),
          slots: {},
        })}
      </UiProvider>,
    )
  const getTimes = () => new Set([...document.querySelectorAll('.crm-item time')].map(({ textContent }) => textContent))

  it('counts the wait on, with one timer for all rows, and renders only those that say something else', async () => {
    const screen = await open()
    await expect.poll(() => drawn.mock.calls.length).toBeGreaterThanOrEqual(100)
    expect(screen.getByText('waits 20m').query()).not.toBeNull()
    expect(vi.getTimerCount()).toBe(1)
    drawn.mockClear()
    vi.advanceTimersByTime(30_000)
    await expect.poll(() => screen.getByText('waits 21m').query()).not.toBeNull()
    expect(drawn).toHaveBeenCalledTimes(1)
  })

  it('says Yesterday by itself after midnight', async () => {
    await open()
    expect(getTimes()).not.toContain('Yesterday')
    vi.advanceTimersByTime(90_000)
    await expect.poll(getTimes).toEqual(new Set(['Yesterday']))
  })

  it('rests while the page is hidden, and is right when it is seen again', async () => {
    await open()
    setHidden(true)
    expect(vi.getTimerCount()).toBe(0)
    vi.advanceTimersByTime(90_000)
    expect(getTimes()).not.toContain('Yesterday')
    setHidden(false)
    await expect.poll(getTimes).toEqual(new Set(['Yesterday']))
  })

  it('leaves no timer behind', async () => {
    const screen = await open()
    await screen.unmount()
    expect(vi.getTimerCount()).toBe(0)
  })
})
