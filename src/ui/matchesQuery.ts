import type { Conversation } from '../domain/conversation.ts'

/** Fewer digits are in every number. */
const LEAST_DIGITS = 3

/** Without case and accents: who types `joao` means João. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** Every word of the query is in the name or the last message, or its digits are in the number. */
export function matchesQuery({ contact, lastMessagePreview }: Conversation, query: string): boolean {
  const text = fold(`${contact.name ?? ''}\n${lastMessagePreview ?? ''}`)
  const digits = query.replace(/\D/g, '')
  const isNumber = digits.length >= LEAST_DIGITS && !/\p{L}/u.test(query)
  if (isNumber && contact.phone?.includes(digits) === true) return true
  return fold(query)
    .split(/\s+/)
    .every((word) => text.includes(word))
}
