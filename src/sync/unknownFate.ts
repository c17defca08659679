import { ConversationError } from '../domain/errors.ts'
import { compareMessages, isUnsent, type Message } from '../domain/message.ts'
import type { OutboxEntry } from './outboxQueue.ts'

/** It was cut off on its way, and this server cannot say what became of it. */
export function isOfUnknownFate({ state, message }: OutboxEntry): boolean {
  return state === 'unsure' || (state === 'failed' && message.error?.code === 'delivery_unknown')
}

/** A base server's rows carry no client id: a message of ours with this text that is newer than the send is it. */
export function isSameText(message: Message, { outgoing, mark, message: ours }: OutboxEntry): boolean {
  if (isUnsent(message) || message.direction !== 'outbound' || !isSameWords(message.text, outgoing.text)) return false
  if (message.conversationId !== outgoing.conversationId || message.clientId !== null) return false
  const isOthers = message.sender.id !== null && ours.sender.id !== null && message.sender.id !== ours.sender.id
  if (isOthers || mark === null) return false
  return mark === 'empty' || compareMessages(message, mark) > 0
}

/** Servers strip what is around a text, and write its line ends and accents in their own way. */
export function isSameWords(a: string | null, b: string | null): boolean {
  return toWords(a) === toWords(b)
}

function toWords(text: string | null): string {
  return (text ?? '').normalize('NFC').replace(/\s+/g, ' ').trim()
}

export function toUnknownFate(): ConversationError {
  return new ConversationError(
    'delivery_unknown',
    'unable to tell whether the message was sent; the line broke while it was on its way, and this server cannot say. ' +
      'Look at the customer’s last answer before sending it again.',
  )
}
