import type { Meta } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { buildMessage } from '../../src/testing/builders.ts'
import { scenarios } from '../../src/testing/scenarios/index.ts'
import { FakeInbox } from '../FakeInbox.tsx'
import { today } from '../parts/samples.ts'
import { expectToRead, findThread, getTest, PATIENCE, toStory, words } from './toStory.ts'

const meta = { title: 'Scenarios/Line', component: FakeInbox, parameters: { layout: 'fullscreen' } } satisfies Meta<
  typeof FakeInbox
>
export default meta

const news = buildMessage({
  id: 'news',
  conversationId: 'maria',
  text: 'E qual o prazo para troca?',
  createdAt: today('23:59'),
})

export const Reconnecting = toStory(scenarios.reconnecting, async ({ canvas }) => {
  await expectToRead(canvas, words.connection.reconnecting)
  await expectToRead(canvas, words.lostHint)
  await expect(canvas.getByRole('button', { name: words.connectNow })).toBeVisible()
})

export const Offline = toStory(scenarios.offline, async ({ canvas, userEvent }) => {
  await expectToRead(canvas, words.connection.offline)
  await userEvent.type(canvas.getByRole('textbox'), 'Isso fica guardado.{Enter}')
  await expectToRead(canvas, 'Isso fica guardado.')
  await expectToRead(canvas, words.lostHint)
})

export const OnSupabase = toStory(scenarios.onSupabase, async ({ canvas, args }) => {
  await expectToRead(canvas, words.connection.supabase)
  getTest(args).supabase?.write(news)
  await waitFor(async () => expect(await findThread(canvas)).toHaveTextContent('E qual o prazo para troca?'))
})

export const Polling = toStory(scenarios.polling, async ({ canvas, args }) => {
  await expectToRead(canvas, words.connection.polling)
  getTest(args).fake.write(news)
  await waitFor(async () => expect(await findThread(canvas)).toHaveTextContent('E qual o prazo para troca?'), PATIENCE)
})

export const CatchingUp = toStory(scenarios.catchingUp, async ({ canvas }) => {
  await expectToRead(canvas, words.connection['catching-up'])
  await expect(await findThread(canvas)).toHaveTextContent('Bom dia! Vocês entregam no sábado?')
})

export const GapTooLarge = toStory(scenarios.gapTooLarge, async ({ canvas }) => {
  await waitFor(async () => expect(await findThread(canvas)).toHaveTextContent('Missed 1200'), PATIENCE)
  const thread = await findThread(canvas)
  await expectToRead(canvas, words.connection.connected)
  // Older ones come where one looks for them.
  await waitFor(() => {
    thread.scrollTop = 0
    return expect(thread).toHaveTextContent(/Missed 10\d\d/)
  }, PATIENCE)
})

export const MayNotFollow = toStory(scenarios.mayNotFollow, async ({ canvas }) => {
  await expectToRead(canvas, words.gap)
  await expectToRead(canvas, words.gapForbidden)
  await expect(await findThread(canvas)).toHaveTextContent('Bom dia! Vocês entregam no sábado?')
})

export const TokenExpired = toStory(scenarios.tokenExpired, async ({ canvas, args }) => {
  await canvas.findByText(words.connection.connected)
  const { transport } = getTest(args).fake
  const countTokens = () => transport.sent.filter(({ name }) => name === 'authenticate').length
  await waitFor(() => expect(countTokens()).toBeGreaterThan(0), PATIENCE)
  await expectToRead(canvas, words.connection.connected)
  await expect(canvas.queryByText(words.signedOut)).toBeNull()
})

export const Unauthorized = toStory(scenarios.unauthorized, async ({ canvas }) => {
  await expectToRead(canvas, words.connection.unauthorized)
  await expectToRead(canvas, words.signedOutHint)
})
