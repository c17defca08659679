import type { Meta } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { scenarios } from '../../src/testing/scenarios/index.ts'
import { FakeInbox } from '../FakeInbox.tsx'
import { parameters, PATIENCE, toStory } from './toStory.ts'

const meta = { title: 'Scenarios/Customer', component: FakeInbox, parameters } satisfies Meta<typeof FakeInbox>
export default meta

export const WindowClosing = toStory(scenarios.windowClosing, async ({ canvas, words, openThread }) => {
  const thread = await openThread()
  await waitFor(() => expect(thread).toHaveTextContent('Vou verificar e já volto.'))
  const sentence = words.windowCloses('WhatsApp', '').trim()
  await expect(await canvas.findByText((text: string) => text.startsWith(sentence))).toBeVisible()
})

export const Collision = toStory(scenarios.collision, async ({ canvas, canvasElement, userEvent, openThread }) => {
  await openThread()
  const [colleague] = await canvas.findAllByText(/Ana Lima/, {}, PATIENCE)
  await expect(colleague).toBeInTheDocument()
  await userEvent.type(canvas.getByRole('textbox'), 'Claro')
  const warning = canvasElement.querySelector('.crm-collision')
  await waitFor(() => expect(warning).toHaveTextContent(/Ana Lima/), PATIENCE)
  await expect(warning).toBeVisible()
})

export const Burst = toStory(scenarios.burst, async ({ canvas, userEvent, openThread }) => {
  const thread = await openThread()
  await waitFor(() => expect(thread).toHaveTextContent(/Burst \d/), PATIENCE)
  await userEvent.type(canvas.getByRole('textbox'), 'Nenhuma tecla se perde.')
  await waitFor(() => expect(thread).toHaveTextContent('Burst 1000'), PATIENCE)
  await expect(canvas.getByRole('textbox')).toHaveValue('Nenhuma tecla se perde.')
})
