import { keepPreviousData, QueryClient, type DefaultOptions } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import { ConversationProvider } from '../../src/react/ConversationProvider.tsx'
import { useConversation } from '../../src/react/useConversation.ts'
import { useConversations } from '../../src/react/useConversations.ts'
import { useMessages } from '../../src/react/useMessages.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'

function open(queries: DefaultOptions['queries']) {
  const fake = createFakeBackend()
  for (const id of ['ana', 'bruno']) {
    fake.conversations.set(id, buildConversation({ id, assigneeId: id }))
    fake.messages.set(`m-${id}`, buildMessage({ id: `m-${id}`, conversationId: id }))
  }
  const queryClient = new QueryClient({ defaultOptions: { queries: { ...queries } } })
  const client = createConversationClient({ backends: [fake.backend], polling: false, queryClient })
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <ConversationProvider client={client}>{children}</ConversationProvider>
  )
  return { fake, wrapper }
}

describe('an application that keeps previous data by default', () => {
  const showing = { initialProps: { id: 'ana' } }

  it('does not see another customer’s messages meanwhile', async () => {
    const { fake, wrapper } = open({ placeholderData: keepPreviousData })
    const { result, rerender } = renderHook(({ id }) => useMessages(id), { wrapper, ...showing })
    await waitFor(() => expect(result.current.messages.map(({ id }) => id)).toEqual(['m-ana']))
    const land = fake.holdNext('listMessages')
    rerender({ id: 'bruno' })
    expect(result.current).toMatchObject({ isPending: true, messages: [] })
    act(land)
    await waitFor(() => expect(result.current.messages.map(({ id }) => id)).toEqual(['m-bruno']))
  })

  it('does not see another filter’s conversations meanwhile', async () => {
    const { fake, wrapper } = open({ placeholderData: keepPreviousData })
    const { result, rerender } = renderHook(({ id }) => useConversations({ assigneeId: id }), { wrapper, ...showing })
    await waitFor(() => expect(result.current.conversations.map(({ id }) => id)).toEqual(['ana']))
    const land = fake.holdNext('listConversations')
    rerender({ id: 'bruno' })
    expect(result.current).toMatchObject({ isPending: true, conversations: [] })
    act(land)
    await waitFor(() => expect(result.current.conversations.map(({ id }) => id)).toEqual(['bruno']))
  })

  it('does not see another customer meanwhile', async () => {
    const { fake, wrapper } = open({ placeholderData: keepPreviousData })
    const { result, rerender } = renderHook(({ id }) => useConversation(id), { wrapper, ...showing })
    await waitFor(() => expect(result.current.conversation?.id).toBe('ana'))
    const land = fake.holdNext('getConversation')
    rerender({ id: 'bruno' })
    expect(result.current.conversation).toBeNull()
    act(land)
    await waitFor(() => expect(result.current.conversation?.id).toBe('bruno'))
  })
})

describe('an application that throws errors by default', () => {
  const refused = new ConversationError('forbidden', 'no')

  it.each([
    ['listMessages', () => useMessages('ana')],
    ['listConversations', () => useConversations()],
    ['getConversation', () => useConversation('ana')],
  ] as const)('is told of a failed %s by the hook, and keeps its page', async (method, hook) => {
    const { fake, wrapper } = open({ throwOnError: true })
    fake.failNext(method, refused)
    const { result } = renderHook(() => hook().error, { wrapper })
    await waitFor(() => expect(result.current?.code).toBe('forbidden'))
  })
})
