'use client'
import { createContext, useContext } from 'react'
import type { ConversationClient } from '../client/conversationClient.ts'
import { ConversationError } from '../domain/errors.ts'

export const ConversationContext = createContext<ConversationClient | null>(null)

/**
 * The client of the nearest {@link ConversationProvider}: for what has no hook of its own.
 *
 * @throws ConversationError `invalid_option` outside a provider.
 */
export function useConversationClient(): ConversationClient {
  const client = useContext(ConversationContext)
  if (client !== null) return client
  throw new ConversationError(
    'invalid_option',
    'unable to use conversations here; no ConversationProvider is above this component. Wrap your screen in one.',
  )
}
