'use client'
import { QueryClientContext } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/query-core'
import { useContext, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import type { Backend } from '../backends/backend.ts'
import type { GetToken } from '../auth/chatEngineJwt.ts'
import { chatEngine } from '../backends/chatEngine/index.ts'
import type { ChatEngineOptions } from '../backends/chatEngine/options.ts'
import type { ChatEngineEvents } from '../backends/chatEngine/schema.ts'
import { supabaseBackend } from '../backends/supabase/index.ts'
import type { SupabaseOptions } from '../backends/supabase/options.ts'
import type { ConversationClient } from '../client/conversationClient.ts'
import { createConversationClient } from '../client/createConversationClient.ts'
import type { PollingOptions } from '../connection/poller.ts'
import { isWebSocketClient } from '../transports/isWebSocketClient.ts'
import { ConversationContext } from './conversationContext.ts'
import { useLatest } from './useLatest.ts'
import { WebSocketContext } from './webSocketContext.ts'

export interface ConversationProviderProps {
  /** ChatEngine, the short form. Callbacks may be inline; a changed `url` or `workspaceId` starts anew. */
  readonly chatEngine?: ChatEngineOptions | undefined
  /** Supabase, what is fallen back to; on its own where `chatEngine` has no url in this environment. */
  readonly supabase?: SupabaseOptions | undefined
  /** Or any backends, in order of preference. Compared by key, so they may be made during render. */
  readonly backends?: readonly Backend[] | undefined
  /** Or a client made elsewhere with `createConversationClient`. */
  readonly client?: ConversationClient | undefined
  /** How often everything is asked for while nothing is live, and as a safety net. Read once; `false`: never. */
  readonly polling?: PollingOptions | false | undefined
  /** A better backend must have been healthy for so long before it is used again, in ms. Default 5,000. Read once. */
  readonly failBackMs?: number | undefined
  /** Pages of messages that a conversation keeps while live ones come in. Default: all. Read once. */
  readonly maxPages?: number | undefined
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
  const transport = useSyncExternalStore(
    client.connection.subscribe,
    () => client.transport,
    () => null,
  )
  const socket = useMemo(() => {
    const isSocket = isWebSocketClient<ChatEngineEvents>(transport)
    return { client: isSocket ? transport : null, isEnabled: isSocket || (transport === null && client.hasSocket) }
  }, [client, transport])
  return (
    <ConversationContext.Provider value={client}>
      <WebSocketContext.Provider value={socket}>{props.children}</WebSocketContext.Provider>
    </ConversationContext.Provider>
  )
}

function useClient(props: ConversationProviderProps) {
  const {
    client,
    chatEngine: chatEngineOptions,
    supabase,
    backends,
    queryClient,
    polling,
    failBackMs,
    maxPages,
  } = props
  const applicationClient = useContext(QueryClientContext)
  const cache = queryClient ?? applicationClient
  const latest = useLatest(props)
  // The token getters are read anew each time they are needed: an inline function must not make a new client. A client that
  // was replaced, and whose code comes only then, gets none: the token is another's, and may be of another place.
  const getProps = () => (latestKey.current === key ? latest.current : null)
  const getChatEngineToken: GetToken = (request) => getProps()?.chatEngine?.getToken?.(request) ?? null
  const getSupabaseToken: GetToken = (request) => getProps()?.supabase?.getToken?.(request) ?? null
  const short = [
    ...(chatEngineOptions ? [chatEngine(withGetter(chatEngineOptions, getChatEngineToken))] : []),
    ...(supabase ? [supabaseBackend(withGetter(supabase, getSupabaseToken))] : []),
  ]
  const made = client ? [] : (backends ?? short)
  const key = made.map((backend) => backend.key).join('\n')
  const latestKey = useLatest(key)
  const own = useMemo(
    () => createConversationClient({ backends: made, queryClient: cache, polling, failBackMs, maxPages }),
    // oxlint-disable-next-line react/exhaustive-deps -- the key says everything that makes another client
    [key, cache],
  )
  return client ?? own
}

function withGetter<Options extends { readonly getToken?: GetToken | undefined }>(
  options: Options,
  getToken: GetToken,
): Options {
  return options.getToken === undefined ? options : { ...options, getToken }
}
