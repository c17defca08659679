import type { Conversation } from './conversation.ts'
import { hasWords } from '../lib/foldText.ts'

/** Fewer digits are in every number. */
const LEAST_DIGITS = 3

/** Every word of the query is in the name or the last message, or its digits are in the number. */
export function matchesQuery({ contact, lastMessagePreview }: Conversation, query: string): boolean {
  const digits = query.replace(/\D/g, '')
  const isNumber = digits.length >= LEAST_DIGITS && !/\p{L}/u.test(query)
  if (isNumber && contact.phone?.includes(digits) === true) return true
  return hasWords(`${contact.name ?? ''}\n${lastMessagePreview ?? ''}`, query)
}
