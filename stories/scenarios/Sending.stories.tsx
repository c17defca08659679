import type { Meta } from '@storybook/react-vite'
import { expect, waitFor, within } from 'storybook/test'
import { scenarios } from '../../src/testing/scenarios/index.ts'
import { FakeInbox } from '../FakeInbox.tsx'
import { parameters, PATIENCE, toStory, type Stage } from './toStory.ts'

const meta = { title: 'Scenarios/Sending', component: FakeInbox, parameters } satisfies Meta<typeof FakeInbox>
export default meta

export const SlowAcknowledgement = toStory(
  scenarios.slowAcknowledgement,
  async ({ canvas, userEvent, openThread, expectToRead, words }) => {
    const thread = await openThread()
    const box = canvas.getByRole('textbox')
    await userEvent.type(box, 'Um momento, por favor.{Enter}')
    await expectToRead('Um momento, por favor.', thread)
    await expect(canvas.getByText(words.status.sending)).toBeInTheDocument()
    await userEvent.type(box, 'Já achei!{Enter}')
    await waitFor(() => expect(canvas.getAllByText(words.status.sending)).toHaveLength(2))
  },
)

async function failBoth({ canvas, userEvent, openThread, expectToRead, words }: Stage): Promise<void> {
  const thread = await openThread()
  await waitFor(() => expect(thread).toHaveTextContent(words.notDelivered('the number is not on WhatsApp')))
  await userEvent.type(canvas.getByRole('textbox'), 'Claro! A troca é em até 30 dias.{Enter}')
  await expectToRead(words.notSent)
  await expect(canvas.getAllByRole('button', { name: words.tryAgain })).toHaveLength(2)
  await expect(canvas.getAllByRole('button', { name: words.discard })).toHaveLength(1)
}

export const FailedSends = toStory(scenarios.failedSends, failBoth)

export const TryAgain = toStory(scenarios.failedSends, async (stage) => {
  await failBoth(stage)
  const { canvas, userEvent, words } = stage
  const own = canvas.getAllByRole('button', { name: words.tryAgain }).at(-1)
  if (own) await userEvent.click(own)
  await waitFor(() => expect(canvas.queryByText(words.notSent)).toBeNull())
})

export const InterruptedSend = toStory(scenarios.interruptedSend, async (stage) => {
  const { canvas, userEvent, getTest, openThread, expectToRead, words } = stage
  const thread = await openThread()
  const text = 'Isso fica guardado.'
  await userEvent.type(canvas.getByRole('textbox'), `${text}{Enter}`)
  await expectToRead(text, thread)
  await expectToRead(words.connection.reconnecting)
  await expectToRead(words.line.offline.hint)
  await expect(canvas.getByText(words.status.sending)).toBeInTheDocument()
  const { fake } = getTest()
  fake.setReachable(true)
  fake.restore()
  await waitFor(() => expect(canvas.queryByText(words.status.sending)).toBeNull(), PATIENCE)
  await expect(within(thread).getAllByText(text)).toHaveLength(1)
  await expect([...fake.messages.values()].filter((message) => message.text === text)).toHaveLength(1)
})
