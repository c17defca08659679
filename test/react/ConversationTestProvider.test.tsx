import { useQueryClient } from '@tanstack/react-query'
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
import type { TestClient } from '../../src/testing/testClient.ts'

const seenCaches = new Set<unknown>()
function Screen(): ReactNode {
  const { conversations, error } = useConversations()
  const { status } = useConnection()
  seenCaches.add(useQueryClient())
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
    expect(seenCaches).toContain(test?.client.queryClient)
    test?.fake.writeConversation(buildConversation({ id: 'b', lastMessageAt: '2027-01-01T00:00:00.000Z' }))
    await waitFor(() => expect(text()).toBe('connected b a'))
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
