import type { Meta } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { scenarios } from '../../src/testing/scenarios/index.ts'
import { FakeInbox } from '../FakeInbox.tsx'
import { expectToRead, findThread, getTest, PATIENCE, toStory, words } from './toStory.ts'

const meta = { title: 'Scenarios/Sending', component: FakeInbox, parameters: { layout: 'fullscreen' } } satisfies Meta<
  typeof FakeInbox
>
export default meta

export const SlowAcknowledgement = toStory(scenarios.slowAcknowledgement, async ({ canvas, userEvent }) => {
  await findThread(canvas)
  const box = canvas.getByRole('textbox')
  await userEvent.type(box, 'Um momento, por favor.{Enter}')
  await expectToRead(canvas, 'Um momento, por favor.')
  await expect(canvas.getByText(words.status.sending)).toBeInTheDocument()
  await userEvent.type(box, 'Já achei!{Enter}')
  await waitFor(() => expect(canvas.getAllByText(words.status.sending)).toHaveLength(2))
})

export const FailedSends = toStory(scenarios.failedSends, async ({ canvas, userEvent }) => {
  const thread = await findThread(canvas)
  await waitFor(() => expect(thread).toHaveTextContent(words.notDelivered('the number is not on WhatsApp')))
  await userEvent.type(canvas.getByRole('textbox'), 'Claro! A troca é em até 30 dias.{Enter}')
  await expectToRead(canvas, words.notSent)
  await expect(canvas.getAllByRole('button', { name: words.tryAgain })).toHaveLength(2)
  await expect(canvas.getAllByRole('button', { name: words.discard })).toHaveLength(1)
})

export const TryAgain = toStory(scenarios.failedSends, async (context) => {
  const { canvas, userEvent } = context
  await FailedSends.play?.(context)
  const [, own] = canvas.getAllByRole('button', { name: words.tryAgain })
  if (own) await userEvent.click(own)
  await waitFor(() => expect(canvas.queryByText(words.notSent)).toBeNull())
})

export const InterruptedSend = toStory(scenarios.interruptedSend, async ({ canvas, userEvent, args }) => {
  await canvas.findByText(words.connection.reconnecting, {}, PATIENCE)
  await userEvent.type(canvas.getByRole('textbox'), 'Isso fica guardado.{Enter}')
  await expectToRead(canvas, 'Isso fica guardado.')
  const { messages } = getTest(args).fake
  await expect([...messages.values()].map(({ text }) => text)).not.toContain('Isso fica guardado.')
})
