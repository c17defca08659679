import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { buildConversation } from '../../src/testing/builders.ts'
import { ConversationTestProvider } from '../../src/testing/react/ConversationTestProvider.tsx'
import { scenarios } from '../../src/testing/scenarios/index.ts'
import type { TestClient } from '../../src/testing/testClient.ts'
import { Inbox } from '../../src/ui/Inbox.tsx'

it('asks for one page of a long history where nothing has a size, and shows it', async () => {
  const tests: TestClient[] = []
  render(
    <ConversationTestProvider
      scenario={scenarios.tenThousandMessages}
      conversations={[buildConversation({ id: 'maria' })]}
      onReady={(test) => tests.push(test)}
    >
      <Inbox opensLatest />
    </ConversationTestProvider>,
  )
  const asked = () => tests[0]?.fake.calls.filter(({ method }) => method === 'listMessages').length
  const list = await screen.findByRole('group', { name: 'Messages' })
  await expect.poll(() => list.querySelectorAll('li').length).toBe(50)
  const pages = asked()
  // What would be asked for next is asked for when the page before has been shown.
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect([pages, asked(), list.querySelectorAll('li').length]).toEqual([1, 1, 50])
})
