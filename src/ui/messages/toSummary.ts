import type { Message } from '../../domain/message.ts'
import type { Words } from '../languages/language.ts'

/** So much of a text is enough to know it again. */
const LONGEST = 160

/** A message in one line of plain text: for a quote, and for what is read out. */
export function toSummary({ type, text, attachments, location, deletedAt }: Message, words: Words): string {
  if (deletedAt !== null) return words.deleted
  if (text !== null && text.trim() !== '') return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  switch (type) {
    case 'image':
    case 'video':
    case 'audio':
    case 'sticker':
      return words.kind[type]
    case 'document':
      return attachments[0]?.filename ?? words.kind.document
    case 'location':
      return location?.name ?? words.kind.location
    case 'template':
      return words.template
    case 'note':
      return words.note(null)
    case 'text':
    case 'system':
    case 'unsupported':
      return words.unsupported
  }
}
