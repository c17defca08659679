import { expect, it } from 'vitest'
import { render } from 'vitest-browser-react'
import { page, userEvent } from 'vitest/browser'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { ConversationProvider } from '../../src/index.ts'
import { buildConversation } from '../../src/testing/builders.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import { Inbox } from '../../src/ui/Inbox.tsx'
import '../../src/ui/styles.css'

/** So many that they come in pages of ten; every fourth is this user's, none is nobody's. */
async function open(count: number, userId = 'user-1') {
  const fake = createFakeBackend()
  for (let position = 0; position < count; position += 1) {
    const id = `c${position}`
    const lastMessageAt = new Date(Date.UTC(2026, 0, 5) - position * 60_000).toISOString()
    const contact = { id: null, name: `Cliente ${position}`, phone: null, avatarUrl: null }
    const assigneeId = position % 4 === 3 ? 'user-1' : 'carlos'
    fake.conversations.set(id, buildConversation({ id, lastMessageAt, contact, assigneeId }))
  }
  const client = createConversationClient({ backends: [fake.backend], polling: false, conversationsPerPage: 10 })
  await render(
    <div style={{ height: 600 }}>
      <ConversationProvider client={client}>
        <Inbox userId={userId} />
      </ConversationProvider>
    </div>,
  )
  const asked = () => fake.calls.filter(({ method }) => method === 'listConversations').map(({ request }) => request)
  return { fake, asked }
}
const names = () => [...document.querySelectorAll('.crm-item-name')].map(({ textContent }) => textContent)

it('divides an inbox that is wholly loaded without asking again', async () => {
  const { asked, fake } = await open(8)
  await expect.poll(names).toEqual(['Cliente 3', 'Cliente 7'])
  await expect.element(page.getByRole('button', { name: 'Mine 2' })).toBeVisible()
  await userEvent.click(page.getByRole('button', { name: 'Unassigned 0' }))
  await expect.element(page.getByText('Every conversation has somebody')).toBeVisible()
  await userEvent.click(page.getByRole('button', { name: 'All' }))
  await expect.poll(() => names().length).toBe(8)
  expect(asked()).toHaveLength(1)
  // Live: one that is handed over comes and is counted.
  const [handedOver] = fake.conversations.values()
  if (handedOver) fake.writeConversation({ ...handedOver, assigneeId: 'user-1' })
  await expect.element(page.getByRole('button', { name: 'Mine 3' })).toBeVisible()
})

it('asks for the tab where the inbox is longer than a page, and counts only what it knows', async () => {
  const { asked } = await open(28)
  const mine = [3, 7, 11, 15, 19, 23, 27].map((position) => `Cliente ${position}`)
  await expect.poll(names).toEqual(mine)
  await expect.element(page.getByRole('button', { name: 'Mine 7' })).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Unassigned', exact: true })).toBeVisible()
  expect(asked().at(-1)).toMatchObject({ filter: { assigneeId: 'user-1' } })
  await userEvent.click(page.getByRole('button', { name: 'All' }))
  await expect.poll(() => names().length).toBe(10)
  await userEvent.click(page.getByRole('button', { name: 'Show more' }))
  await expect.poll(() => names().length).toBe(20)
})

it('finds in what is loaded, and offers the rest', async () => {
  await open(28)
  await expect.poll(() => names().length).toBe(7)
  await userEvent.click(page.getByRole('button', { name: 'All' }))
  await expect.poll(() => names().length).toBe(10)
  await userEvent.fill(page.getByRole('searchbox'), 'cliente 15')
  await expect.element(page.getByText('Nothing found')).toBeVisible()
  await userEvent.click(page.getByRole('button', { name: 'Show more' }))
  await expect.poll(names).toEqual(['Cliente 15'])
})

it('begins with everything for who has nothing yet, and stays there when something is handed over', async () => {
  const { fake } = await open(8, 'user-2')
  await expect.element(page.getByRole('button', { name: 'Mine 0' })).toBeVisible()
  await expect.poll(() => names().length).toBe(8)
  const [handedOver] = fake.conversations.values()
  if (handedOver) fake.writeConversation({ ...handedOver, assigneeId: 'user-2' })
  await expect.element(page.getByRole('button', { name: 'Mine 1' })).toBeVisible()
  expect(names().length).toBe(8)
})
