import type { MessageDraft } from '../domain/commands.ts'
import { ConversationError } from '../domain/errors.ts'
import type { ConversationId, MessageId } from '../domain/ids.ts'
import { isUnsent } from '../domain/message.ts'
import type { Participant } from '../domain/participant.ts'
import { createDeferred } from '../lib/deferred.ts'
import { createId } from '../lib/createId.ts'
import { type Desk, enqueue, enqueueMessage, type SentMessage } from './enqueueMessage.ts'

/** Which message is meant. */
export interface FailedMessage {
  readonly conversationId: ConversationId
  readonly messageId: MessageId
}

/**
 * Puts a failed message back into the queue, as the same message; one that the channel refused is queued as a new one.
 *
 * @throws {@link ConversationError} `invalid_option` where there is no failed text message of that id.
 */
export function retryMessage(
  { conversationId, messageId }: FailedMessage,
  sender: Participant,
  desk: Desk,
): SentMessage {
  const { queue, writer } = desk
  const entry = queue.entries.get(messageId)
  if (entry?.state === 'failed') {
    entry.backoff.reset()
    entry.notBefore = 0
    entry.settled = createDeferred()
    entry.state = 'queued'
    entry.message = { ...entry.message, status: 'sending', error: null }
    writer.changeMessages(conversationId, { upserts: [entry.message] })
    return { message: entry.message, settled: entry.settled.promise }
  }
  const message = writer.findMessage(conversationId, messageId)
  if (entry !== undefined || message?.status !== 'failed' || message.text === null) {
    throw new ConversationError('invalid_option', 'unable to retry; only a failed text message can be sent again.', {
      field: 'messageId',
    })
  }
  const { text, replyToId } = message
  const draft: MessageDraft = { conversationId, type: 'text', text, ...(replyToId !== null && { replyToId }) }
  if (isUnsent(message)) return enqueue({ ...draft, clientId: message.clientId ?? createId() }, message, desk)
  // The channel refused it, so it exists; what is sent is another message with its words.
  const known = queue.resent.get(messageId)
  if (known !== undefined) return known
  const sent = enqueueMessage(draft, sender, desk)
  queue.resent.set(messageId, sent)
  sent.settled.catch(() => queue.resent.delete(messageId))
  return sent
}
