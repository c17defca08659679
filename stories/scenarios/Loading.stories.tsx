import type { Meta } from '@storybook/react-vite'
import { expect, waitFor, within } from 'storybook/test'
import { scenarios } from '../../src/testing/scenarios/index.ts'
import { FakeInbox } from '../FakeInbox.tsx'
import { expectToRead, findThread, toStory, words } from './toStory.ts'

const meta = { title: 'Scenarios/Loading', component: FakeInbox, parameters: { layout: 'fullscreen' } } satisfies Meta<
  typeof FakeInbox
>
export default meta

export const FirstLoad = toStory(scenarios.firstLoad, async ({ canvas, canvasElement }) => {
  await canvas.findByText(words.connection.connected)
  await expect(canvasElement.querySelectorAll('.crm-skeleton')).toHaveLength(1)
  await expect(canvas.queryByText('Maria Souza')).toBeNull()
})

export const Empty = toStory(scenarios.empty, async ({ canvas }) => {
  await expectToRead(canvas, words.noConversations)
  await expectToRead(canvas, words.noConversationsHint)
})

export const LoadingFailed = toStory(scenarios.loadingFailed, async ({ canvas, userEvent }) => {
  await expectToRead(canvas, words.conversationsFailed)
  await userEvent.click(canvas.getByRole('button', { name: words.tryAgain }))
  await expect(await canvas.findByRole('heading', { name: 'Maria Souza' })).toBeVisible()
})

export const HistoryLoading = toStory(scenarios.historyLoading, async ({ canvas, canvasElement, userEvent }) => {
  await canvas.findByRole('heading', { name: 'Maria Souza' })
  await expect(canvasElement.querySelector('.crm-pane-thread .crm-skeleton')).toBeInTheDocument()
  await userEvent.type(canvas.getByRole('textbox'), 'Bom dia!')
  await expect(canvas.getByRole('textbox')).toHaveValue('Bom dia!')
})

export const TenThousandMessages = toStory(scenarios.tenThousandMessages, async ({ canvas }) => {
  const thread = await findThread(canvas)
  await waitFor(() => expect(within(thread).getByText('Line 10000')).toBeVisible())
  await waitFor(() => {
    thread.scrollTop = 0
    return expect(thread).toHaveTextContent(/Line 98\d\d/)
  })
  await expect(thread.querySelectorAll('.crm-row').length).toBeLessThan(60)
})
