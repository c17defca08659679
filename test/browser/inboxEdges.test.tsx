import type { ReactNode } from 'react'
import { expect, it, onTestFinished, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { page, userEvent } from 'vitest/browser'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { ConversationClient } from '../../src/client/conversationClient.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import { ConversationProvider } from '../../src/index.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import { Inbox, type InboxProps } from '../../src/ui/Inbox.tsx'
import '../../src/ui/styles.css'

interface Options {
  readonly count?: number
  readonly unread?: number
  readonly assigneeOf?: (position: number) => string
  readonly userId?: string
}

function createBackend({ count = 3, unread = 0, assigneeOf, userId = 'user-1' }: Options = {}) {
  const fake = createFakeBackend({ userId })
  for (let position = 0; position < count; position += 1) {
    const id = `c${position}`
    const lastMessageAt = new Date(Date.UTC(2026, 0, 5) - position * 60_000).toISOString()
    const contact = { id: null, name: `Cliente ${position}`, phone: null, avatarUrl: null }
    const assigneeId = assigneeOf?.(position) ?? null
    fake.conversations.set(id, buildConversation({ id, lastMessageAt, contact, assigneeId, unreadCount: unread }))
    fake.messages.set(`m-${id}`, buildMessage({ id: `m-${id}`, conversationId: id }))
  }
  const backend = { ...fake.backend, key: userId }
  return { fake, client: createConversationClient({ backends: [backend], polling: false, conversationsPerPage: 10 }) }
}

const inboxOf = (client: ConversationClient, props: InboxProps = {}, width = 1000): ReactNode => (
  <div style={{ height: 600, width }}>
    <ConversationProvider client={client}>
      <Inbox {...props} />
    </ConversationProvider>
  </div>
)

const names = () => [...document.querySelectorAll('.crm-item-name')].map(({ textContent }) => textContent)
const row = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) })
const banners = () => [...document.querySelectorAll('.crm-banner')].filter((banner) => banner.checkVisibility())
const getText = () => document.querySelector('textarea')?.value

it('marks another conversation as read after one was refused', async () => {
  const { fake, client } = createBackend({ unread: 1 })
  fake.failNext('markRead', new ConversationError('forbidden', 'no'))
  const asked = () => fake.calls.filter(({ method }) => method === 'markRead').map(({ request }) => request)
  await render(inboxOf(client))
  await userEvent.click(row('Cliente 0'))
  await expect.poll(asked).toHaveLength(1)
  await userEvent.click(row('Cliente 1'))
  await expect.poll(asked).toHaveLength(2)
})

it('offers who is signed out to sign in where no conversation is open', async () => {
  const { fake, client } = createBackend()
  fake.signOut()
  const onSignIn = vi.fn()
  await render(inboxOf(client, { onSignIn }))
  await expect.element(page.getByText('You are signed out.')).toBeVisible()
  await userEvent.click(page.getByRole('button', { name: 'Sign in' }))
  expect(onSignIn).toHaveBeenCalled()
})

it('says once that the line is down, in the pane of a phone that is shown', async () => {
  const { fake, client } = createBackend()
  await render(inboxOf(client, {}, 400))
  await userEvent.click(row('Cliente 0'))
  await expect.element(page.getByRole('textbox', { name: 'Write a message' })).toBeVisible()
  fake.signOut()
  fake.drop()
  await expect.poll(banners).toHaveLength(1)
  await userEvent.click(page.getByRole('button', { name: 'Back to the conversations' }))
  await expect.element(row('Cliente 0')).toBeVisible()
  await expect.poll(banners).toHaveLength(1)
})

it('is seen in a conversation only while that is on screen', async () => {
  const { fake, client } = createBackend()
  const viewing = () =>
    fake.transport.sent.flatMap((frame) => {
      const { viewing: id } = frame.payload as { readonly viewing?: string | null }
      return frame.name === 'announcePresence' ? [id] : []
    })
  await render(inboxOf(client, { opensLatest: true }, 400))
  await expect.poll(() => viewing().at(-1)).toBeNull()
  await userEvent.click(row('Cliente 1'))
  await expect.poll(() => viewing().at(-1)).toBe('c1')
  await userEvent.click(page.getByRole('button', { name: 'Back to the conversations' }))
  await expect.poll(() => viewing().at(-1)).toBeNull()
  expect(viewing()).not.toContain('c0')
})

it('keeps a draft when the inbox goes and comes', async () => {
  const { client } = createBackend()
  const screen = await render(inboxOf(client, { opensLatest: true }))
  await userEvent.fill(page.getByRole('textbox', { name: 'Write a message' }), 'um texto longo')
  await screen.rerender(<p>elsewhere</p>)
  await screen.rerender(inboxOf(client, { opensLatest: true }))
  await expect.poll(getText).toBe('um texto longo')
})

it('passes neither draft nor selection nor search from one user to the next', async () => {
  const [ana, bruno] = [createBackend({ userId: 'ana' }), createBackend({ userId: 'bruno' })]
  const screen = await render(inboxOf(ana.client))
  await userEvent.click(row('Cliente 1'))
  await userEvent.fill(page.getByRole('textbox', { name: 'Write a message' }), 'de Ana')
  await userEvent.fill(page.getByRole('searchbox'), 'Cliente 1')
  await screen.rerender(inboxOf(bruno.client))
  await expect.element(page.getByText('Choose a conversation')).toBeVisible()
  await expect.element(page.getByRole('searchbox')).toHaveValue('')
  await userEvent.click(row('Cliente 1'))
  await expect.poll(getText).toBe('')
  await screen.rerender(inboxOf(ana.client))
  await userEvent.click(row('Cliente 1'))
  await expect.poll(getText).toBe('de Ana')
})

it('begins with this user’s also where they are not on the first page', async () => {
  const { client } = createBackend({ count: 28, assigneeOf: (position) => (position === 15 ? 'user-1' : 'carlos') })
  await render(inboxOf(client, { userId: 'user-1' }))
  await expect.poll(names).toEqual(['Cliente 15'])
  await expect.element(page.getByRole('button', { name: 'Mine 1' })).toHaveAttribute('aria-pressed', 'true')
})

it('begins with everything where none of many pages has one of this user’s', async () => {
  const { client } = createBackend({ count: 28, assigneeOf: () => 'carlos' })
  await render(inboxOf(client, { userId: 'user-1' }))
  await expect.poll(() => names().length).toBe(10)
  await expect.element(page.getByRole('button', { name: 'All' })).toHaveAttribute('aria-pressed', 'true')
})

it('has the focus go on to the next row when the one that has it leaves', async () => {
  const { fake, client } = createBackend({ assigneeOf: () => 'user-1' })
  await render(inboxOf(client, { userId: 'user-1' }))
  await expect.poll(names).toHaveLength(3)
  const give = (id: string) => {
    const conversation = fake.conversations.get(id)
    if (conversation) fake.writeConversation({ ...conversation, assigneeId: 'carlos' })
  }
  document.querySelectorAll<HTMLElement>('.crm-item')[1]?.focus()
  give('c1')
  await expect.poll(names).toEqual(['Cliente 0', 'Cliente 2'])
  await expect.element(row('Cliente 2')).toHaveFocus()
  give('c2')
  await expect.element(row('Cliente 0')).toHaveFocus()
  give('c0')
  await expect.element(page.getByText('Nothing is assigned to you')).toBeVisible()
  expect(document.activeElement?.contains(page.getByText('Nothing is assigned to you').element())).toBe(true)
  expect(document.activeElement).not.toBe(document.body)
})

it('keeps the focus on what leads to the next page, and then on the rows', async () => {
  const { fake, client } = createBackend({ count: 18 })
  await render(inboxOf(client))
  await expect.poll(names).toHaveLength(10)
  const land = fake.holdNext('listConversations')
  const more = page.getByRole('button', { name: 'Show more' })
  ;(more.element() as HTMLElement).focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(more).toHaveAttribute('aria-disabled', 'true')
  await expect.element(more).toHaveFocus()
  land()
  await expect.poll(names).toHaveLength(18)
  await expect.element(row('Cliente 10')).toHaveFocus()
})

it('keeps the Escape that closes the details from a dialog around it', async () => {
  const heard = vi.fn()
  const onKey = ({ key }: KeyboardEvent) => heard(key)
  document.addEventListener('keydown', onKey)
  onTestFinished(() => document.removeEventListener('keydown', onKey))
  const { client } = createBackend()
  await render(inboxOf(client, { opensLatest: true }))
  await userEvent.click(page.getByRole('button', { name: 'Show the details' }))
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => document.querySelector('.crm-sheet')).toBeNull()
  expect(heard).not.toHaveBeenCalled()
  // Once it is closed, Escape is the application's again.
  await userEvent.keyboard('{Escape}')
  expect(heard).toHaveBeenCalledWith('Escape')
})

it('keeps away in the thread what was put away in the list, and the other way round, until the next outage', async () => {
  const { fake, client } = createBackend()
  await render(inboxOf(client, {}, 390))
  await expect.poll(names).toHaveLength(3)
  fake.drop()
  const dismiss = page.getByRole('button', { name: 'Dismiss' })
  // Whoever is back within four seconds has alarmed nobody.
  await expect.poll(() => banners().length, { timeout: 8_000 }).toBe(1)
  await userEvent.click(dismiss)
  expect(banners()).toEqual([])
  await userEvent.click(row('Cliente 0'))
  await expect.poll(getText).toBe('')
  expect(banners()).toEqual([])
  fake.restore()
  await expect.poll(() => client.connection.get().status).toBe('connected')
  fake.drop()
  await expect.poll(() => banners().length, { timeout: 8_000 }).toBe(1)
  await userEvent.click(dismiss)
  await userEvent.click(page.getByRole('button', { name: 'Back to the conversations' }))
  await expect.element(row('Cliente 1')).toBeVisible()
  expect(banners()).toEqual([])
})
