'use client'
import { createContext, useContext } from 'react'
import type { ChatEngineEvents } from '../backends/chatEngine/schema.ts'
import { ConversationError } from '../domain/errors.ts'
import { createStore } from '../lib/store.ts'
import type { TransportState } from '../transports/transport.ts'
import type { WebSocketClient } from '../transports/webSocketClient.ts'
import { useStore } from './useStore.ts'

export interface WebSocketContextValue {
  /** `null` when ChatEngine is disabled in this environment, and until its code is loaded. */
  readonly client: WebSocketClient<ChatEngineEvents> | null
  /** ChatEngine has a `url` in this environment. */
  readonly isEnabled: boolean
}

export const WebSocketContext = createContext<WebSocketContextValue | null>(null)

const DISABLED = createStore<TransportState>({ status: 'idle' })

/**
 * The socket below the conversations, and whether it is connected.
 *
 * @throws ConversationError `invalid_option` outside a `ConversationProvider` or `WebSocketProvider`.
 */
export function useWebSocketContext(): WebSocketContextValue & { readonly isConnected: boolean } {
  const value = useContext(WebSocketContext)
  const { status } = useStore(value?.client?.state ?? DISABLED)
  if (value !== null) return { ...value, isConnected: status === 'connected' }
  throw new ConversationError(
    'invalid_option',
    'unable to use the WebSocket here; neither ConversationProvider nor WebSocketProvider is above this component.',
  )
}
