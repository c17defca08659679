'use client'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { ConversationProvider } from '../../react/ConversationProvider.tsx'
import { createTestClient, type TestClient, type TestClientOptions } from '../testClient.ts'

export interface ConversationTestProviderProps extends TestClientOptions {
  /** One made elsewhere with `createTestClient`; then the options above are its own. */
  readonly test?: TestClient | undefined
  /** Called once with the client and the hands on its backend. */
  readonly onReady?: ((test: TestClient) => void) | undefined
  readonly children?: ReactNode
}

/**
 * A `ConversationProvider` over a backend in memory, for tests and stories: no server, no network. What it takes is read
 * once; with another `key` it starts anew. Unmounted, it leaves nothing behind; a `test` that is mounted again is as it was
 * left, and its scenario is done again. An application's own `QueryClientProvider` stays its own.
 *
 * @example
 * render(
 *   <ConversationTestProvider scenario={scenarios.offline} conversations={[buildConversation()]}>
 *     <Inbox opensLatest />
 *   </ConversationTestProvider>,
 * )
 */
export function ConversationTestProvider({ children, test, onReady, ...options }: ConversationTestProviderProps) {
  const [made] = useState(() => test ?? createTestClient(options))
  const tell = useRef(onReady)
  const isTold = useRef(false)
  useEffect(() => {
    if (!isTold.current) tell.current?.(made)
    isTold.current = true
    return made.act()
  }, [made])
  return <ConversationProvider client={made.client}>{children}</ConversationProvider>
}
