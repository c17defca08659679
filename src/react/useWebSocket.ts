'use client'
import { useEffect } from 'react'
import { parseChatEngineEvent } from '../backends/chatEngine/parseChatEngineEvent.ts'
import type { ChatEngineEvents } from '../backends/chatEngine/schema.ts'
import type { ConversationId } from '../domain/ids.ts'
import { useLatest } from './useLatest.ts'
import { useWebSocketContext, type WebSocketContextValue } from './webSocketContext.ts'

export interface UseWebSocketOptions {
  /** Joins this conversation's room while mounted. */
  readonly conversationId?: ConversationId | null | undefined
  /** Called with each event that validates; may be inline. */
  readonly onMessage?: (message: ChatEngineEvents['message']) => void
  readonly onMessageStatus?: (status: ChatEngineEvents['messageStatus']) => void
  readonly onConversation?: (conversation: ChatEngineEvents['conversation']) => void
  readonly onTyping?: (typing: ChatEngineEvents['typing']) => void
  readonly onPresence?: (presence: ChatEngineEvents['presence']) => void
}

export type UseWebSocketResult = WebSocketContextValue & {
  readonly isConnected: boolean
  /** Tells the others that this user is writing. */
  readonly emitTyping: (conversationId: ConversationId, isTyping: boolean) => void
}

const HANDLERS = {
  message: 'onMessage',
  messageStatus: 'onMessageStatus',
  conversation: 'onConversation',
  typing: 'onTyping',
  presence: 'onPresence',
} as const

/**
 * The socket's events as they happen, for a sound, a counter, a toast. For lists use `useMessages`: an event handler alone
 * misses whatever happened while the line was down.
 *
 * @example
 * useWebSocket({ onMessage: (message) => playSound(message.conversationId) })
 */
export function useWebSocket(options: UseWebSocketOptions = {}): UseWebSocketResult {
  const context = useWebSocketContext()
  const { client } = context
  const { conversationId } = options
  const latest = useLatest(options)
  useEffect(() => {
    if (client === null || !conversationId) return undefined
    client.subscribe(conversationId)
    return () => client.unsubscribe(conversationId)
  }, [client, conversationId])
  useEffect(
    () =>
      client?.onFrame(({ name, payload }) => {
        const event = parseChatEngineEvent(name, payload)
        if (event === null) return
        const handler = latest.current[HANDLERS[event.name]] as ((payload: unknown) => void) | undefined
        handler?.(event.payload)
      }),
    [client, latest],
  )
  return {
    ...context,
    emitTyping: (id, isTyping) => client?.emitTyping(id, isTyping),
  }
}
