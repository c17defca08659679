'use client'
import { useEffect, useMemo } from 'react'
import type { ConversationId } from '../domain/ids.ts'
import type { Presence } from '../domain/presence.ts'
import { useConversationClient } from './conversationContext.ts'
import { useStore } from './useStore.ts'

export interface UsePresenceResult {
  /** The other agents, by name: those who look at the conversation, or all who are there when none was named. */
  readonly presences: readonly Presence[]
}

/**
 * Who else is here, and saying that this user is: while the component is mounted the others see this user `online`
 * (`away` while the page is hidden), looking at the conversation where one is named. Empty where the live backend does
 * not tell (a base ChatEngine, polling).
 *
 * @example
 * const { presences } = usePresence(conversationId)
 * return presences.length > 0 ? <p>{presences.map(({ userName }) => userName).join(', ')} here too</p> : null
 */
export function usePresence(conversationId: ConversationId | null = null): UsePresenceResult {
  const client = useConversationClient()
  useEffect(() => client.announcePresence(conversationId), [client, conversationId])
  const presences = useStore(useMemo(() => client.watchPresence(conversationId), [client, conversationId]))
  return { presences }
}
