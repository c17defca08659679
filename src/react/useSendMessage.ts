'use client'
import { useMemo } from 'react'
import type { ConversationId, MessageId } from '../domain/ids.ts'
import type { SendMessageInput } from '../client/conversationClient.ts'
import type { SentMessage } from '../sync/enqueueMessage.ts'
import { useConversationClient } from './conversationContext.ts'

export interface UseSendMessageResult {
  /**
   * Shows the message at once and sends it; while the line is down it waits. Throws a `ConversationError`
   * (`invalid_payload`) only for a text that is empty or too long.
   */
  readonly sendMessage: (message: string | Omit<SendMessageInput, 'conversationId'>) => SentMessage
  /** Sends a failed message again, as the same message. */
  readonly retryMessage: (messageId: MessageId) => SentMessage
  /** Takes back a message that was never sent. */
  readonly discardMessage: (messageId: MessageId) => void
}

/**
 * Sends messages to a conversation. The functions stay the same while the conversation does.
 *
 * @example
 * const { sendMessage } = useSendMessage(conversationId)
 * sendMessage('On its way!')
 */
export function useSendMessage(conversationId: ConversationId): UseSendMessageResult {
  const client = useConversationClient()
  return useMemo(
    () => ({
      sendMessage: (message) =>
        client.sendMessage({ conversationId, ...(typeof message === 'string' ? { text: message } : message) }),
      retryMessage: (messageId) => client.retryMessage(conversationId, messageId),
      discardMessage: client.discardMessage,
    }),
    [client, conversationId],
  )
}
