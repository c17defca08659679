import type { Meta } from '@storybook/react-vite'
import { expect, waitFor, within } from 'storybook/test'
import { scenarios } from '../../src/testing/scenarios/index.ts'
import { FakeInbox } from '../FakeInbox.tsx'
import { parameters, toStory } from './toStory.ts'

const meta = { title: 'Scenarios/Loading', component: FakeInbox, parameters } satisfies Meta<typeof FakeInbox>
export default meta

export const FirstLoad = toStory(scenarios.firstLoad, async ({ canvas, canvasElement, expectToRead, words }) => {
  await expectToRead(words.connection.connected)
  await waitFor(() => expect(canvasElement.querySelector('.crm-pane-list .crm-skeleton')).toBeVisible())
  await expect(canvas.queryByText('Maria Souza')).toBeNull()
})

export const Empty = toStory(scenarios.empty, async ({ expectToRead, words }) => {
  await expectToRead(words.noConversations)
  await expectToRead(words.noConversationsHint)
})

export const LoadingFailed = toStory(scenarios.loadingFailed, async ({ canvas, userEvent, words, ...stage }) => {
  await stage.expectToRead(words.conversationsFailed)
  await userEvent.click(canvas.getByRole('button', { name: words.tryAgain }))
  await stage.openThread()
})

export const HistoryLoading = toStory(scenarios.historyLoading, async ({ canvas, canvasElement, userEvent }) => {
  const [first] = await canvas.findAllByRole('button', { name: /Maria Souza/ })
  if (first) await userEvent.click(first)
  await waitFor(() => expect(canvasElement.querySelector('.crm-pane-thread .crm-skeleton')).toBeVisible())
  await userEvent.type(canvas.getByRole('textbox'), 'Bom dia!')
  await expect(canvas.getByRole('textbox')).toHaveValue('Bom dia!')
})

export const TenThousandMessages = toStory(scenarios.tenThousandMessages, async ({ openThread }) => {
  const thread = await openThread()
  await waitFor(() => expect(within(thread).getByText('Line 10000')).toBeVisible())
  await waitFor(() => {
    thread.scrollTop = 0
    return expect(thread).toHaveTextContent(/Line 98\d\d/)
  })
  await expect(thread.querySelectorAll('.crm-row').length).toBeLessThan(60)
})
