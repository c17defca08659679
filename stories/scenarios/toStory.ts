import type { StoryObj } from '@storybook/react-vite'
import { expect, fn, waitFor, within, type Mock } from 'storybook/test'
import { getLanguage } from '../../.storybook/languages.ts'
import { ScenariosPage } from '../../.storybook/lazyDocs.tsx'
import type { Scenario } from '../../src/testing/scenarios/scenario.ts'
import type { TestClient } from '../../src/testing/testClient.ts'
import type { Words } from '../../src/ui/languages/language.ts'
import type { FakeInbox, FakeInboxProps } from '../FakeInbox.tsx'

type Story = StoryObj<typeof FakeInbox>
type Context = Parameters<NonNullable<Story['play']>>[0]

/** A story that is playing, and what its play is made of. */
export interface Stage extends Omit<Context, 'context'> {
  /** In the language that is chosen in the toolbar. */
  readonly words: Words
  /** The hands on its backend. */
  readonly getTest: () => TestClient
  /** The messages of the first conversation; on a phone that has to be chosen first. */
  readonly openThread: () => Promise<HTMLElement>
  /** It is there and can be read; what fades in takes a moment. What was sent is in the list too: say where. */
  readonly expectToRead: (text: string, inside?: HTMLElement) => Promise<void>
}

/** Bad news is shown when it lasts: the pill waits a second, the banner four. */
export const PATIENCE = { timeout: 8_000 }

/** What all scenarios have in common: they fill the page, and there is nothing to set. */
export const parameters = {
  layout: 'fullscreen',
  controls: { disable: true },
  docs: { page: ScenariosPage },
} as const

/** A scenario as a story: its description is what the page says of it. */
export function toStory(scenario: Scenario, play: (stage: Stage) => Promise<void>): Story {
  return {
    args: { scenario, onReady: fn() },
    parameters: { docs: { description: { story: scenario.description } } },
    play: (context) => play(toStage(context)),
  }
}

function toStage(context: Context): Stage {
  const { canvas, canvasElement, userEvent, args } = context
  const { words } = getLanguage(context.globals)
  return {
    ...context,
    words,
    getTest: () => {
      const test = (args.onReady as Mock<NonNullable<FakeInboxProps['onReady']>> | undefined)?.mock.lastCall?.[0]
      if (test === undefined) throw new Error('unable to reach the backend; the story is not ready')
      return test
    },
    openThread: async () => {
      const [first] = await canvas.findAllByRole('button', { name: /Maria Souza/ })
      const isPhone = canvas.queryByRole('region', { name: words.messages }) === null
      if (isPhone && first) await userEvent.click(first)
      return canvas.findByRole('group', { name: words.messages })
    },
    expectToRead: async (text, inside = canvasElement) => {
      const element = await within(inside).findByText(text, {}, PATIENCE)
      await waitFor(() => expect(element).toBeVisible())
    },
  }
}
