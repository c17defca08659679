import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { toInitialConnectionState } from '../../src/connection/connectionState.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { Composer } from '../../src/ui/composer/Composer.tsx'
import { ConnectionBanner } from '../../src/ui/ConnectionBanner.tsx'
import { ConversationListTools } from '../../src/ui/ConversationListTools.tsx'
import { ConversationThread } from '../../src/ui/ConversationThread.tsx'
import { Inbox } from '../../src/ui/Inbox.tsx'
import { FailureAnnouncer } from '../../src/ui/messages/FailureAnnouncer.tsx'
import { openBench } from '../helpers/renderWithClient.tsx'

const statuses = () => screen.getAllByRole('status').map(({ textContent }) => textContent)
const wait = (ms: number) => act(() => new Promise((resolve) => setTimeout(resolve, ms)))

/** Everything that is said from now on. */
function listen(find: () => Element) {
  const said: (string | null)[] = []
  const observer = new MutationObserver(() => said.push(find().textContent))
  observer.observe(find(), { subtree: true, childList: true, characterData: true })
  return said
}

it('says many failures at once by their number', () => {
  const sending = (text: string) => buildMessage({ direction: 'outbound', status: 'sending', text })
  const messages = [sending('one'), sending('two'), sending('three')]
  const { rerender } = render(<FailureAnnouncer messages={messages} />)
  const fail = (count: number) =>
    messages.map((message, position) => (position < count ? { ...message, status: 'failed' as const } : message))
  rerender(<FailureAnnouncer messages={fail(3)} />)
  expect(screen.getByRole('alert').textContent).toBe('3 messages not sent')
  rerender(<FailureAnnouncer messages={messages} />)
  rerender(<FailureAnnouncer messages={fail(2)} />)
  expect(screen.getByRole('alert').textContent).toBe('Not sent: one Not sent: two')
})

it('says once that a text is too long, and shows with every key by how much', () => {
  render(<Composer onSend={() => {}} draft={'x'.repeat(4096)} />)
  const said: (string | null)[] = []
  const box = screen.getByRole('textbox')
  const write = (length: number) => {
    fireEvent.change(box, { target: { value: 'x'.repeat(length) } })
    said.push(screen.queryByRole('alert')?.textContent ?? null)
  }
  for (const length of [4097, 4098, 4099]) write(length)
  expect(new Set(said)).toEqual(new Set(['1 character too many']))
  expect(screen.getByText(/^3 characters too many/)).toBeTruthy()
  write(4096)
  write(4100)
  expect(said.slice(-2)).toEqual([null, '4 characters too many'])
})

it('says how many were found when the typing rests', async () => {
  const { rerender } = render(<ConversationListTools onQueryChange={() => {}} />)
  const said = listen(() => screen.getByRole('status'))
  for (const foundCount of [9, 4, 2]) {
    rerender(<ConversationListTools onQueryChange={() => {}} {...{ foundCount }} />)
    await wait(50)
  }
  await waitFor(() => expect(said.at(-1)).toBe('2 conversations found'))
  expect(said).toHaveLength(1)
})

it('says only once that nothing was found', async () => {
  const { fake, show } = openBench()
  fake.conversations.set('one', buildConversation({ id: 'one' }))
  show(<Inbox />)
  await waitFor(() => expect(screen.queryByText('When a customer writes to you', { exact: false })).toBeNull())
  fireEvent.change(await screen.findByRole('searchbox'), { target: { value: 'zzz' } })
  await screen.findByText('Nothing found')
  await wait(1_000)
  expect(statuses().filter((text) => /found/.test(text ?? ''))).toEqual([
    'Nothing foundTry another name, number or word.',
  ])
})

it('has the line’s place in the page before its words', async () => {
  const connection = toInitialConnectionState(Date.now())
  const { rerender } = render(<ConnectionBanner connection={{ ...connection, status: 'connected' }} />)
  const place = screen.getByRole('status')
  expect(place.textContent).toBe('')
  rerender(<ConnectionBanner connection={{ ...connection, status: 'unauthorized' }} />)
  await waitFor(() => expect(place.textContent).toContain('You are signed out.'), { timeout: 6_000 })
})

it('says once that a colleague is writing, too, however often they pause', async () => {
  const { fake, show } = openBench()
  fake.conversations.set('one', buildConversation({ id: 'one' }))
  show(<ConversationThread conversationId="one" />)
  fireEvent.change(await screen.findByRole('textbox'), { target: { value: 'Olá' } })
  const type = async (isTyping: boolean) => {
    const participant = { type: 'user', id: 'ana', name: 'Ana' } as const
    act(() => fake.announce({ type: 'typing.changed', conversationId: 'one', participant, isTyping }))
    await wait(100)
  }
  await waitFor(() => expect(fake.transport.isJoined('one')).toBe(true))
  await type(true)
  const warning = await screen.findByText('Ana is writing here, too.')
  const said = listen(() => warning)
  for (const isTyping of [false, true, false, true]) await type(isTyping)
  expect(said).toEqual([])
  expect(statuses().filter((text) => text?.includes('Ana'))).toEqual(['Ana is writing here, too.'])
  await type(false)
  await waitFor(() => expect(warning.textContent).toBe(''), { timeout: 6_000 })
})

it('shows what is answered as it is now', async () => {
  const { fake, show } = openBench()
  fake.conversations.set('one', buildConversation({ id: 'one' }))
  const message = buildMessage({ id: 'm', conversationId: 'one', text: 'segredo do cliente' })
  fake.messages.set('m', message)
  const { container } = show(<ConversationThread conversationId="one" />)
  fireEvent.click(await screen.findByRole('button', { name: /^Reply to/ }))
  const getQuote = () => container.querySelector('.crm-replying')?.textContent
  expect(getQuote()).toContain('segredo do cliente')
  act(() => fake.write({ ...message, deletedAt: new Date().toISOString(), text: null }))
  await waitFor(() => expect(getQuote()).toContain('This message was deleted'))
  expect(getQuote()).not.toContain('segredo')
})
