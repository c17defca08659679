import type { Participant } from '../domain/participant.ts'

/** Wires tell of a typist by an id alone: one with an `@` or of ten digits and more is a customer's JID or phone. */
export function toTypist(id: string, name: string | null = null): Participant & { readonly id: string } {
  return { type: /@|^\+?\d{10,15}$/.test(id) ? 'contact' : 'user', id, name }
}
