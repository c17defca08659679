import type { Meta } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { scenarios } from '../../src/testing/scenarios/index.ts'
import { FakeInbox } from '../FakeInbox.tsx'
import { findThread, PATIENCE, toStory } from './toStory.ts'

const meta = { title: 'Scenarios/Customer', component: FakeInbox, parameters: { layout: 'fullscreen' } } satisfies Meta<
  typeof FakeInbox
>
export default meta

export const WindowClosing = toStory(scenarios.windowClosing, async ({ canvas }) => {
  await waitFor(async () => expect(await findThread(canvas)).toHaveTextContent('Vou verificar e já volto.'))
})

export const Collision = toStory(scenarios.collision, async ({ canvas }) => {
  const [colleague] = await canvas.findAllByText(/Ana Lima/, {}, PATIENCE)
  await expect(colleague).toBeInTheDocument()
})

export const Burst = toStory(scenarios.burst, async ({ canvas, userEvent }) => {
  await waitFor(async () => expect(await findThread(canvas)).toHaveTextContent(/Burst \d/), PATIENCE)
  await userEvent.type(canvas.getByRole('textbox'), 'Nenhuma tecla se perde.')
  await waitFor(async () => expect(await findThread(canvas)).toHaveTextContent('Burst 1000'), PATIENCE)
  await expect(canvas.getByRole('textbox')).toHaveValue('Nenhuma tecla se perde.')
})
