const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * PyTake confirms a conversation under an upper-case id and then tells nothing of it, so its ids are always said in lower
 * case. What is no UUID (WhatsApp's `wamid.…`) stays as it is.
 */
export function toUuid(id: string): string {
  return UUID.test(id) ? id.toLowerCase() : id
}
