import type { Message, MessageType } from '../../domain/message.ts'
import type { Words } from '../languages/language.ts'

/**
 * A message in plain text: for a quote, for what is read out, for a search.
 *
 * @param longest So much of its own text. Default 160, which is enough to know it again.
 */
export function toSummary(message: Message, words: Words, longest = 160): string {
  const { type, text, attachments, location, deletedAt } = message
  if (deletedAt) return words.deleted
  if (text?.trim()) return text.length > longest ? `${text.slice(0, longest)}…` : text
  const { unsupported, kind }: { unsupported: string; kind: Partial<Record<MessageType, string>> } = words
  const name = { document: attachments[0]?.filename, location: location?.name }[type as string]
  return name ?? kind[type] ?? unsupported
}
