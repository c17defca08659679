import type { Meta } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { buildMessage } from '../../src/testing/builders.ts'
import { scenarios } from '../../src/testing/scenarios/index.ts'
import type { TestClient } from '../../src/testing/testClient.ts'
import { FakeInbox } from '../FakeInbox.tsx'
import { sampleConversations, today } from '../parts/samples.ts'
import { parameters, PATIENCE, toStory } from './toStory.ts'

const meta = { title: 'Scenarios/Line', component: FakeInbox, parameters } satisfies Meta<typeof FakeInbox>
export default meta

const news = buildMessage({
  id: 'news',
  conversationId: sampleConversations[0]?.id ?? '',
  text: 'E qual o prazo para troca?',
  createdAt: today('23:59'),
})

const text = 'Isso não se perde.'
const isSent = ({ fake }: TestClient) => [...fake.messages.values()].some((message) => message.text === text)

export const Reconnecting = toStory(scenarios.reconnecting, async (stage) => {
  const { canvas, userEvent, getTest, openThread, expectToRead, words } = stage
  await expectToRead(words.connection.reconnecting)
  const thread = await openThread()
  await userEvent.type(canvas.getByRole('textbox'), `${text}{Enter}`)
  await expectToRead(text, thread)
  // By a request, while the line is still down.
  await waitFor(() => expect(isSent(getTest())).toBe(true))
  await expectToRead(words.line.offline.hint)
  await expect(canvas.getByRole('button', { name: words.connectNow })).toBeVisible()
})

export const Offline = toStory(scenarios.offline, async (stage) => {
  const { canvas, userEvent, getTest, openThread, expectToRead, words } = stage
  await expectToRead(words.connection.offline)
  const thread = await openThread()
  await userEvent.type(canvas.getByRole('textbox'), `${text}{Enter}`)
  await expectToRead(text, thread)
  await expectToRead(words.line.offline.hint)
  await expect(canvas.getByText(words.status.sending)).toBeInTheDocument()
  await expect(isSent(getTest())).toBe(false)
})

export const OnSupabase = toStory(scenarios.onSupabase, async ({ getTest, openThread, expectToRead, words }) => {
  await expectToRead(words.connection.backup)
  const thread = await openThread()
  getTest().supabase?.write(news)
  await waitFor(() => expect(thread).toHaveTextContent(news.text ?? ''))
  await expectToRead(words.line.backup.hint)
})

export const Polling = toStory(scenarios.polling, async ({ getTest, openThread, expectToRead, words }) => {
  await expectToRead(words.connection.polling)
  const thread = await openThread()
  getTest().fake.write(news)
  await waitFor(() => expect(thread).toHaveTextContent(news.text ?? ''), PATIENCE)
  await expectToRead(words.line.polling.hint)
})

export const CatchingUp = toStory(scenarios.catchingUp, async ({ openThread, expectToRead, words }) => {
  await expectToRead(words.connection['catching-up'])
  await expect(await openThread()).toHaveTextContent('Bom dia! Vocês entregam no sábado?')
})

export const GapTooLarge = toStory(scenarios.gapTooLarge, async ({ canvas, openThread, words }) => {
  await openThread()
  const getThread = () => canvas.getByRole('group', { name: words.messages })
  await waitFor(() => expect(getThread()).toHaveTextContent('Missed 1200'), PATIENCE)
  // Older ones come where one looks for them.
  await waitFor(() => {
    getThread().scrollTop = 0
    return expect(getThread()).toHaveTextContent(/Missed 10\d\d/)
  }, PATIENCE)
})

export const MayNotFollow = toStory(scenarios.mayNotFollow, async ({ openThread, expectToRead, words }) => {
  const thread = await openThread()
  await expectToRead(words.gap)
  await expectToRead(words.gapForbidden)
  await expect(thread).toHaveTextContent('Bom dia! Vocês entregam no sábado?')
})

export const TokenExpired = toStory(
  scenarios.tokenExpired,
  async ({ canvas, getTest, openThread, expectToRead, words }) => {
    await expectToRead(words.connection.connected)
    await openThread()
    const { transport } = getTest().fake
    const countTokens = () => transport.sent.filter(({ name }) => name === 'authenticate').length
    await waitFor(() => expect(countTokens()).toBeGreaterThan(0), PATIENCE)
    await expect(canvas.queryByText(words.line.unauthorized.title(''))).toBeNull()
  },
)

export const Unauthorized = toStory(scenarios.unauthorized, async ({ openThread, expectToRead, words }) => {
  await expectToRead(words.connection.unauthorized)
  await openThread()
  await expectToRead(words.line.unauthorized.hint)
})
