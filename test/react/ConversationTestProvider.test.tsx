import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { render, waitFor } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { useConnection } from '../../src/react/useConnection.ts'
import { useConversations } from '../../src/react/useConversations.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import {
  ConversationTestProvider,
  type ConversationTestProviderProps,
} from '../../src/testing/react/ConversationTestProvider.tsx'
import { scenarios } from '../../src/testing/scenarios/index.ts'
import { createTestClient, type TestClient } from '../../src/testing/testClient.ts'

function Screen(): ReactNode {
  const { conversations, error } = useConversations()
  const { status } = useConnection()
  return [status, error?.code, ...conversations.map(({ id }) => id)].filter(Boolean).join(' ')
}

function show(props: ConversationTestProviderProps) {
  const onReady = vi.fn<(test: TestClient) => void>()
  const screen = render(
    <StrictMode>
      <ConversationTestProvider onReady={onReady} {...props}>
        <Screen />
      </ConversationTestProvider>
    </StrictMode>,
  )
  return { ...screen, onReady, text: () => screen.container.textContent }
}

describe('ConversationTestProvider', () => {
  it('shows what the server is said to hold, and hands out the hands on it, once', async () => {
    const { text, onReady } = show({
      conversations: [buildConversation({ id: 'a' })],
      messages: [buildMessage({ conversationId: 'a' })],
    })
    await waitFor(() => expect(text()).toBe('connected a'))
    expect(onReady).toHaveBeenCalledTimes(1)
    const test = onReady.mock.calls[0]?.[0]
    expect(test?.fake.messages.size).toBe(1)
    test?.fake.writeConversation(buildConversation({ id: 'b', lastMessageAt: '2027-01-01T00:00:00.000Z' }))
    await waitFor(() => expect(text()).toBe('connected b a'))
  })

  it('leaves an application its own cache, with its data and its defaults', async () => {
    const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
    queryClient.setQueryData(['greeting'], 'Hello')
    const Own = () =>
      useQuery<string>({ queryKey: ['greeting'], queryFn: () => Promise.reject(new Error('asked')) }).data
    const screen = render(
      <QueryClientProvider client={queryClient}>
        <ConversationTestProvider conversations={[buildConversation({ id: 'a' })]}>
          <Own /> <Screen />
        </ConversationTestProvider>
      </QueryClientProvider>,
    )
    await waitFor(() => expect(screen.container.textContent).toBe('Hello connected a'))
    expect(queryClient.getQueryCache().getAll()).toHaveLength(1)
  })

  it('does what a scenario does once, StrictMode or not, and again when its test is mounted again', async () => {
    const act = vi.fn<() => void>()
    const test = createTestClient({ scenario: { description: '', act } })
    const first = show({ test })
    await waitFor(() => expect(act).toHaveBeenCalledTimes(1))
    first.unmount()
    const second = show({ test })
    await waitFor(() => expect(act).toHaveBeenCalledTimes(2))
    second.unmount()
    expect(first.onReady).toHaveBeenCalledTimes(1)
  })

  it('takes a scenario through, StrictMode or not, and another one with another key', async () => {
    const { text, rerender } = show({ scenario: scenarios.unauthorized })
    await waitFor(() => expect(text()).toBe('unauthorized'))
    rerender(
      <ConversationTestProvider key="another" scenario={scenarios.loadingFailed}>
        <Screen />
      </ConversationTestProvider>,
    )
    await waitFor(() => expect(text()).toBe('connected forbidden'))
  })

  it('takes a fake made elsewhere, and lets go of it when it is unmounted', async () => {
    const fake = createFakeBackend()
    const { text, unmount } = show({ fake, conversations: [buildConversation({ id: 'a' })] })
    await waitFor(() => expect(text()).toBe('connected a'))
    unmount()
    await waitFor(() => expect(fake.transport.state.get().status).toBe('idle'))
  })

  it('leaves no timer behind, whenever it is unmounted', async () => {
    vi.useFakeTimers()
    try {
      for (const afterMs of [0, 100, 400, 3_000]) {
        const { unmount } = show({ scenario: scenarios.collision, conversations: [buildConversation({ id: 'a' })] })
        await vi.advanceTimersByTimeAsync(afterMs)
        unmount()
        await vi.advanceTimersByTimeAsync(1_000)
        expect([afterMs, vi.getTimerCount()]).toEqual([afterMs, 0])
      }
    } finally {
      vi.useRealTimers()
    }
  })
})
