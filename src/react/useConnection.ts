'use client'
import type { ConnectionState } from '../connection/connectionState.ts'
import { useConversationClient } from './conversationContext.ts'
import { useStore } from './useStore.ts'

export type UseConnectionResult = ConnectionState & {
  /** Tries to connect now instead of waiting. */
  readonly reconnect: () => void
}

/**
 * How the line is, in words to show.
 *
 * @example
 * const { status, reconnect } = useConnection()
 * return status === 'reconnecting' ? <button onClick={reconnect}>Try now</button> : null
 */
export function useConnection(): UseConnectionResult {
  const client = useConversationClient()
  return { ...useStore(client.connection), reconnect: client.reconnect }
}
