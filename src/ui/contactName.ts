import { formatPhone, type Contact } from '../domain/conversation.ts'
import type { Words } from './languages/language.ts'

/** A name, or the number as people write it, or a word for neither. */
export function toContactName({ name, phone }: Contact, words: Words): string {
  return name ?? formatPhone(phone) ?? words.unknownContact
}
