import { IsRestoringProvider } from '@tanstack/react-query'
import { act, render, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ConversationProvider } from '../../src/react/ConversationProvider.tsx'
import { useConversation } from '../../src/react/useConversation.ts'
import { useConversations } from '../../src/react/useConversations.ts'
import { useMessages } from '../../src/react/useMessages.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createTestClient, type TestClient } from '../../src/testing/testClient.ts'

const toMessage = (id: string, text: string) => buildMessage({ id, conversationId: 'a', text })

function Texts() {
  const { messages, isPending } = useMessages('a')
  return <p>{isPending ? 'pending' : messages.map(({ text }) => text).join()}</p>
}

const show = ({ client }: TestClient, isRestoring = false) => (
  <IsRestoringProvider value={isRestoring}>
    <ConversationProvider client={client}>
      <Texts />
    </ConversationProvider>
  </IsRestoringProvider>
)

describe('a hook', () => {
  it('goes over to another client, with a cache of its own, and follows that one', async () => {
    const [ana, bruno] = ['Ana', 'Bruno'].map((name) => createTestClient({ messages: [toMessage(name, name)] }))
    if (ana === undefined || bruno === undefined) throw new Error('there are two')
    const { rerender } = render(show(ana))
    await screen.findByText('Ana')
    rerender(show(bruno))
    await screen.findByText('Bruno')
    await waitFor(() => expect(bruno.fake.transport.isJoined('a')).toBe(true))
    act(() => bruno.fake.write(toMessage('later', 'later')))
    await screen.findByText('Bruno,later')
  })

  it('shows what an inbox holds as it is now, while the conversation itself is asked for', async () => {
    const test = createTestClient({ conversations: [buildConversation({ id: 'a', stageId: 'new' })] })
    test.fake.setDelay('getConversation', Infinity)
    function Stages({ id }: { readonly id: string | null }) {
      const [listed] = useConversations().conversations
      return <p>{[listed?.stageId, useConversation(id).conversation?.stageId].join()}</p>
    }
    const open = (id: string | null) => (
      <ConversationProvider client={test.client}>
        <Stages id={id} />
      </ConversationProvider>
    )
    const { rerender } = render(open(null))
    await screen.findByText('new,')
    rerender(open('a'))
    await screen.findByText('new,new')
    act(() => test.fake.writeConversation(buildConversation({ id: 'a', stageId: 'won' })))
    await screen.findByText('won,won')
  })

  it('asks for nothing while the application restores its cache', async () => {
    const test = createTestClient({ messages: [toMessage('m', 'Ana')] })
    const asked = () => test.fake.calls.filter(({ method }) => method === 'listMessages').length
    const { rerender } = render(show(test, true))
    await waitFor(() => expect(test.fake.transport.isJoined('a')).toBe(true))
    expect([asked(), screen.getByText('pending').textContent]).toEqual([0, 'pending'])
    rerender(show(test, false))
    await screen.findByText('Ana')
    expect(asked()).toBe(1)
  })
})
