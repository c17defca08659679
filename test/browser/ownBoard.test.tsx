import type { ComponentType } from 'react'
import { expect, it, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { page, userEvent } from 'vitest/browser'
import { buildConversation } from '../../src/testing/builders.ts'
import { ConversationTestProvider } from '../../src/testing/react/ConversationTestProvider.tsx'
import type { TestClient } from '../../src/testing/testClient.ts'

/** The README's own file, as it stands there. */
const FILE = 'src/Board.tsx'

it('the README’s board moves a card by its menu, on the server, and opens it', async () => {
  const module: unknown = await import(/* @vite-ignore */ `/test/readme/blocks/browser/${FILE}`)
  const { Board } = module as { readonly Board: ComponentType<{ readonly onOpen: (id: string) => void }> }
  const onOpen = vi.fn()
  const tests: TestClient[] = []
  const maria = buildConversation({ id: 'maria', stageId: 'new' })
  await render(
    <ConversationTestProvider conversations={[maria]} onReady={(test) => tests.push(test)}>
      <Board onOpen={onOpen} />
    </ConversationTestProvider>,
  )
  await userEvent.click(page.getByRole('button', { name: /^Move Maria Souza/ }))
  await userEvent.click(page.getByRole('menuitemradio', { name: 'Offer' }))
  await expect.poll(() => tests[0]?.fake.conversations.get('maria')?.stageId).toBe('offer')
  await expect.element(page.getByRole('region', { name: 'Offer' }).getByText('Maria Souza')).toBeVisible()
  await userEvent.click(page.getByText('Bom dia!'))
  expect(onOpen).toHaveBeenCalledWith('maria')
})
