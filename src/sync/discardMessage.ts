import { ConversationError } from '../domain/errors.ts'
import type { ConversationId, MessageId } from '../domain/ids.ts'
import { isUnsent, type Message } from '../domain/message.ts'
import type { Desk } from './enqueueMessage.ts'

/**
 * Takes a message that was never sent out of the queue and off the screen. Returns the conversation it was in.
 *
 * @throws {@link ConversationError} `invalid_option` where it is on its way, or has been and did not fail.
 */
export function discardMessage(messageId: MessageId, { queue, writer }: Desk): ConversationId {
  const entry = queue.entries.get(messageId)
  const orphan = entry ? undefined : findUnsent(writer, messageId)
  const isGoneAlready = entry === undefined ? orphan?.status !== 'failed' : entry.state !== 'failed' && entry.hasLeft
  if (isGoneAlready) {
    throw new ConversationError('invalid_option', 'unable to discard; the message is being sent, or has been.', {
      field: 'messageId',
    })
  }
  const conversationId = (entry?.message ?? orphan)?.conversationId ?? ''
  queue.entries.delete(messageId)
  writer.changeMessages(conversationId, { removals: [messageId] })
  entry?.settled.reject(new ConversationError('aborted', 'the message was discarded'))
  return conversationId
}

function findUnsent(writer: Desk['writer'], messageId: MessageId): Message | undefined {
  const found = writer.listThreads().map((conversationId) => writer.findMessage(conversationId, messageId))
  return found.find((message) => message !== undefined && isUnsent(message))
}
