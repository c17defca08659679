import type { Contact } from '../domain/conversation.ts'
import type { Words } from './languages/language.ts'

/** A name, or the number as people write it, or a word for neither. */
export function toContactName({ name, phone }: Contact, words: Words): string {
  return name ?? formatPhone(phone) ?? words.unknownContact
}

/** `5511988887777` → `+55 11 98888-7777`; other countries in plain groups. */
export function formatPhone(phone: string | null): string | null {
  if (phone === null) return null
  const brazilian = /^55(\d{2})(\d{4,5})(\d{4})$/.exec(phone)
  return brazilian ? `+55 ${brazilian[1]} ${brazilian[2]}-${brazilian[3]}` : `+${phone}`
}

const CHANNELS: Readonly<Record<string, string>> = { whatsapp: 'WhatsApp', sms: 'SMS', email: 'E-mail' }

/** A channel's own name; they are the same in every language. */
export function toChannelName(channel: string | null): string | null {
  if (channel === null) return null
  return CHANNELS[channel] ?? channel.charAt(0).toUpperCase() + channel.slice(1)
}
