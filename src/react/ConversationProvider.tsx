'use client'
import { QueryClientContext } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/query-core'
import { useContext, useEffect, useMemo, type ReactNode } from 'react'
import type { Backend } from '../backends/backend.ts'
import { chatEngine, type ChatEngineOptions } from '../backends/chatEngine/index.ts'
import type { ConversationClient } from '../client/conversationClient.ts'
import { createConversationClient } from '../client/createConversationClient.ts'
import { WebSocketClient } from '../transports/webSocketClient.ts'
import { ConversationContext } from './conversationContext.ts'
import { useLatest } from './useLatest.ts'
import { WebSocketContext } from './webSocketContext.ts'

export interface ConversationProviderProps {
  /** ChatEngine, the short form. Callbacks may be inline; a changed `url` or `workspaceId` starts anew. */
  readonly chatEngine?: ChatEngineOptions | undefined
  /** Or any backends, in order of preference. Compared by key, so they may be made during render. */
  readonly backends?: readonly Backend[] | undefined
  /** Or a client made elsewhere with `createConversationClient`. */
  readonly client?: ConversationClient | undefined
  /** Default: the application's `QueryClientProvider` where there is one, else a cache of its own. */
  readonly queryClient?: QueryClient | undefined
  readonly children?: ReactNode
}

/**
 * Connects everything below it to live conversations. One connection, however many components ask.
 *
 * @example
 * <ConversationProvider chatEngine={{ url, workspaceId, tokenEndpoint: '/api/chatengine-token' }}>
 *   <Inbox />
 * </ConversationProvider>
 */
export function ConversationProvider(props: ConversationProviderProps): ReactNode {
  const client = useClient(props)
  useEffect(() => client.mount(), [client])
  const socket = useMemo(
    () => ({
      client: client.transport instanceof WebSocketClient ? client.transport : null,
      isEnabled: client.transport instanceof WebSocketClient,
    }),
    [client],
  )
  return (
    <ConversationContext.Provider value={client}>
      <WebSocketContext.Provider value={socket}>{props.children}</WebSocketContext.Provider>
    </ConversationContext.Provider>
  )
}

function useClient({ client, chatEngine: options, backends, queryClient }: ConversationProviderProps) {
  const applicationClient = useContext(QueryClientContext)
  const cache = queryClient ?? applicationClient
  const latest = useLatest(options)
  const made = client ? [] : (backends ?? (options ? [chatEngine(options)] : []))
  const key = made.map((backend) => backend.key).join('\n')
  const own = useMemo(() => {
    const isShort = backends === undefined && options !== undefined
    // The token getter is read anew each time it is needed: an inline function must not make a new client.
    const withLatest = isShort && options.getToken !== undefined
    const used = withLatest
      ? [chatEngine({ ...options, getToken: (request) => latest.current?.getToken?.(request) ?? null })]
      : made
    return createConversationClient({ backends: used, queryClient: cache })
    // oxlint-disable-next-line react/exhaustive-deps -- the key says everything that makes another client
  }, [key, cache])
  return client ?? own
}
