import type { StoryObj } from '@storybook/react-vite'
import { expect, fn, waitFor, type within, type Mock } from 'storybook/test'
import type { Scenario } from '../../src/testing/scenarios/scenario.ts'
import type { TestClient } from '../../src/testing/testClient.ts'
import { en } from '../../src/ui/languages/en.ts'
import type { FakeInbox, FakeInboxProps } from '../FakeInbox.tsx'

type Story = StoryObj<typeof FakeInbox>

export const { words } = en

/** A scenario as a story: its description is what the page says of it. */
export function toStory(scenario: Scenario, play: NonNullable<Story['play']>): Story {
  return {
    args: { scenario, onReady: fn() },
    argTypes: { scenario: { control: false }, onReady: { control: false } },
    parameters: { docs: { description: { story: scenario.description } } },
    play,
  }
}

/** The hands on the backend of the story that is playing. */
export function getTest({ onReady }: FakeInboxProps): TestClient {
  const test = (onReady as Mock<NonNullable<FakeInboxProps['onReady']>> | undefined)?.mock.lastCall?.[0]
  if (test === undefined) throw new Error('unable to reach the backend; the story is not ready')
  return test
}

/** Bad news is shown when it lasts: the pill waits a second, the banner four. */
export const PATIENCE = { timeout: 8_000 }

type Canvas = ReturnType<typeof within>

/** It is there and can be read; what fades in takes a moment. */
export async function expectToRead(canvas: Canvas, text: string): Promise<void> {
  const element = await canvas.findByText(text, {}, PATIENCE)
  await waitFor(() => expect(element).toBeVisible())
}

export const findThread = (canvas: Canvas) => canvas.findByRole('group', { name: words.messages })
