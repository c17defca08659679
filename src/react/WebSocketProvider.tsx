'use client'
import { useEffect, useMemo, type ReactNode } from 'react'
import { chatEngine } from '../backends/chatEngine/index.ts'
import type { ChatEngineOptions } from '../backends/chatEngine/options.ts'
import { createChatEngineSocket } from '../backends/chatEngine/socket.ts'
import { useChatEngineJwt } from './useChatEngineJwt.ts'
import { WebSocketContext } from './webSocketContext.ts'

export interface WebSocketProviderProps extends ChatEngineOptions {
  readonly children?: ReactNode
}

/**
 * The socket alone: obtains a ChatEngine JWT, manages one `WebSocketClient`, and keeps no messages. For screens that want
 * raw events; `ConversationProvider` has one of these inside.
 *
 * @example
 * <WebSocketProvider url={import.meta.env.VITE_CHATENGINE_BASE_URL} workspaceId="w1" tokenEndpoint="/api/chatengine-token">
 *   <UnreadBell />
 * </WebSocketProvider>
 */
export function WebSocketProvider({ children, ...options }: WebSocketProviderProps): ReactNode {
  const { url, path, workspaceId } = options
  const { isEnabled } = chatEngine(options)
  const { source } = useChatEngineJwt(isEnabled ? options : null)
  const client = useMemo(
    () =>
      isEnabled && url !== undefined && source !== null
        ? createChatEngineSocket({ url, path, workspaceId, tokens: source })
        : null,
    [isEnabled, url, path, workspaceId, source],
  )
  useEffect(() => {
    if (client === null) return undefined
    client.connect()
    return () => client.disconnect()
  }, [client])
  const value = useMemo(() => ({ client, isEnabled }), [client, isEnabled])
  return <WebSocketContext.Provider value={value}>{children}</WebSocketContext.Provider>
}
