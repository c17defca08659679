import type { Message } from '../../domain/message.ts'
import type { Words } from '../languages/language.ts'

/** Who wrote a message, by name or by a word. */
export function toAuthor({ sender, direction }: Message, words: Words): string {
  return sender.name ?? (direction === 'inbound' ? words.unknownContact : words.you)
}
