import type { Message } from '../../domain/message.ts'

/**
 * The cursor behind a message that came from elsewhere. Its time was cut to milliseconds, so the page begins one of them
 * later: what comes twice merges into nothing.
 */
export function toMessageCursor({ id, createdAt }: Pick<Message, 'id' | 'createdAt'>): string {
  return JSON.stringify([new Date(Date.parse(createdAt) + 1).toISOString(), id])
}
