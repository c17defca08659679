import type { Message, MessageType } from '../../domain/message.ts'
import type { Words } from '../languages/language.ts'

/** So much of a text is enough to know it again. */
const LONGEST = 160

/** A message in one line of plain text: for a quote, and for what is read out. */
export function toSummary({ type, text, attachments, location, deletedAt }: Message, words: Words): string {
  if (deletedAt) return words.deleted
  if (text?.trim()) return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  const { unsupported, kind }: { unsupported: string; kind: Partial<Record<MessageType, string>> } = words
  const name = { document: attachments[0]?.filename, location: location?.name }[type as string]
  return name ?? kind[type] ?? unsupported
}
