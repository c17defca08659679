import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, fireEvent, render, renderHook, waitFor } from '@testing-library/react'
import { Component, type ReactNode } from 'react'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { conversationKeys } from '../../src/cache/keys.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import { useConversationClient } from '../../src/react/conversationContext.ts'
import { ConversationProvider } from '../../src/react/ConversationProvider.tsx'
import { useConnection } from '../../src/react/useConnection.ts'
import { useConversation } from '../../src/react/useConversation.ts'
import { useConversations } from '../../src/react/useConversations.ts'
import { useMessages } from '../../src/react/useMessages.ts'
import { useSendMessage } from '../../src/react/useSendMessage.ts'
import { useWebSocketContext } from '../../src/react/webSocketContext.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'

/** React 18 hands an error that is caught to the window as well; these are meant. */
function silenceErrors() {
  const silent = vi.spyOn(console, 'error').mockImplementation(() => {})
  const prevent = (event: ErrorEvent) => event.preventDefault()
  globalThis.addEventListener('error', prevent)
  onTestFinished(() => {
    silent.mockRestore()
    globalThis.removeEventListener('error', prevent)
  })
}

const chatEngine = { url: 'http://127.0.0.1:9', workspaceId: 'w1', getToken: () => null }

describe('ConversationProvider', () => {
  it('uses the application’s own QueryClient', async () => {
    const queryClient = new QueryClient()
    const fake = createFakeBackend()
    const backends = [fake.backend]
    const { result } = renderHook(() => ({ list: useConversations(), client: useConversationClient() }), {
      wrapper: ({ children }) => (
        <QueryClientProvider client={queryClient}>
          <ConversationProvider backends={backends}>{children}</ConversationProvider>
        </QueryClientProvider>
      ),
    })
    await waitFor(() => expect(result.current.list.isSuccess).toBe(true))
    expect(result.current.client.queryClient).toBe(queryClient)
    expect(queryClient.getQueryData(conversationKeys.list('fake', {}))).toBeDefined()
  })

  it('keeps its client however often it renders with inline options, and starts anew for another workspace', () => {
    const seen = new Set<unknown>()
    function Probe() {
      seen.add(useConversationClient())
      return null
    }
    const tree = (workspaceId: string) => (
      <ConversationProvider chatEngine={{ ...chatEngine, workspaceId, getToken: () => null }}>
        <Probe />
      </ConversationProvider>
    )
    const { rerender } = render(tree('w1'))
    rerender(tree('w1'))
    rerender(tree('w1'))
    expect(seen.size).toBe(1)
    rerender(tree('w2'))
    expect(seen.size).toBe(2)
  })

  it('asks the token getter of the latest render', async () => {
    const asked: string[] = []
    const tree = (name: string) => (
      <ConversationProvider
        chatEngine={{
          ...chatEngine,
          getToken: () => {
            asked.push(name)
            return null
          },
        }}
      >
        <Reconnect />
      </ConversationProvider>
    )
    function Reconnect() {
      const { status, reconnect } = useConnection()
      return <button onClick={reconnect}>{status}</button>
    }
    const { rerender, getByRole } = render(tree('first'))
    await waitFor(() => expect(getByRole('button').textContent).toBe('unauthorized'))
    rerender(tree('second'))
    fireEvent.click(getByRole('button'))
    await waitFor(() => expect(asked.at(-1)).toBe('second'))
    expect(asked[0]).toBe('first')
  })

  it('asks the token endpoint of the latest render', async () => {
    const asked: string[] = []
    const fetch: typeof globalThis.fetch = async (url) => {
      asked.push(url as string)
      return new Response(null, { status: 500 })
    }
    const tree = (tokenEndpoint: string) => (
      <ConversationProvider chatEngine={{ url: chatEngine.url, workspaceId: 'w1', tokenEndpoint, fetch }} />
    )
    const { rerender } = render(tree('/first'))
    await waitFor(() => expect(asked.at(-1)).toBe('/first'))
    rerender(tree('/second'))
    await waitFor(() => expect(asked.at(-1)).toBe('/second'))
  })

  it('loses nothing of what was typed before a route change', async () => {
    const queryClient = new QueryClient()
    const fake = createFakeBackend()
    const useScreen = () => ({ ...useMessages('conversation-1'), ...useSendMessage('conversation-1') })
    const open = () =>
      renderHook(useScreen, {
        wrapper: ({ children }) => (
          <QueryClientProvider client={queryClient}>
            <ConversationProvider backends={[fake.backend]}>{children}</ConversationProvider>
          </QueryClientProvider>
        ),
      })
    const first = open()
    await waitFor(() => expect(first.result.current.isSuccess).toBe(true))
    act(() => fake.transport.drop())
    const offline = new ConversationError('network_error', 'the server could not be reached')
    for (let count = 0; count < 3; count += 1) fake.failNext('sendMessage', offline)
    act(() => void first.result.current.sendMessage('Typed offline'))
    await waitFor(() => expect(first.result.current.messages).toMatchObject([{ status: 'sending' }]))
    first.unmount()
    await waitFor(() => expect(fake.transport.state.get().status).toBe('idle'))
    act(() => fake.transport.restore())
    const second = open()
    await waitFor(() =>
      expect(second.result.current.messages).toMatchObject([{ text: 'Typed offline', status: 'pending' }]),
    )
    expect(fake.messages.size).toBe(1)
  })

  it.each([
    ['switched off', { enabled: false }],
    ['made into something else', { select: () => 'nonsense' }],
  ])('shows everything though the application’s own queries are %s by default', async (_, queries) => {
    const queryClient = new QueryClient({ defaultOptions: { queries } })
    const fake = createFakeBackend()
    fake.conversations.set('one', buildConversation({ id: 'one' }))
    fake.messages.set('a', buildMessage({ id: 'a', conversationId: 'one' }))
    const useScreen = () => ({
      inbox: useConversations().conversations.map(({ id }) => id),
      one: useConversation('one').conversation?.id,
      thread: useMessages('one').messages.map(({ id }) => id),
    })
    const { result } = renderHook(useScreen, {
      wrapper: ({ children }) => (
        <ConversationProvider backends={[fake.backend]} queryClient={queryClient}>
          {children}
        </ConversationProvider>
      ),
    })
    await waitFor(() => expect(result.current).toEqual({ inbox: ['one'], one: 'one', thread: ['a'] }))
  })

  it('connects to nothing when ChatEngine has no url here, and says what is missing', async () => {
    const { result } = renderHook(
      () => ({ socket: useWebSocketContext(), list: useConversations(), connection: useConnection() }),
      {
        wrapper: ({ children }) => (
          <ConversationProvider chatEngine={{ workspaceId: 'w1', tokenEndpoint: '/t' }}>
            {children}
          </ConversationProvider>
        ),
      },
    )
    expect(result.current.socket).toEqual({ client: null, isEnabled: false, isConnected: false })
    await waitFor(() => expect(result.current.list.error?.code).toBe('disabled'))
    expect(result.current.list.error?.message).toContain('Set the url')
    expect(result.current.connection).toMatchObject({ status: 'failed', reason: 'disabled' })
  })

  it.each([
    ['a signing secret', { ...chatEngine, jwtSecret: 'x' }, 'can be read by anybody'],
    ['an address without a scheme', { ...chatEngine, url: 'chat.example.com' }, 'must be an origin'],
    ['no way to a token', { url: chatEngine.url, workspaceId: 'w1' }, 'pass tokenEndpoint'],
  ])('refuses %s, and says why', (_, options, words) => {
    silenceErrors()
    const { container } = render(
      <Boundary>
        <ConversationProvider chatEngine={options} />
      </Boundary>,
    )
    expect(container.textContent).toContain(words)
  })

  it('is missed with a clear word', () => {
    silenceErrors()
    expect(() => renderHook(() => useConversations())).toThrow('Wrap your screen in one')
    expect(() => renderHook(() => useWebSocketContext())).toThrow('neither ConversationProvider nor WebSocketProvider')
  })
})

class Boundary extends Component<{ readonly children: ReactNode }, { readonly message: string | null }> {
  override readonly state = { message: null as string | null }
  static getDerivedStateFromError(error: Error) {
    return { message: error.message }
  }
  override render() {
    return this.state.message ?? this.props.children
  }
}
