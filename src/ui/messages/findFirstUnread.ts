import type { Message } from '../../domain/message.ts'

/** Where the customer's last `unreadCount` messages begin; the oldest there is when fewer are loaded; -1 for none. */
export function findFirstUnread(messages: readonly Message[], unreadCount: number): number {
  if (unreadCount <= 0 || messages.length === 0) return -1
  let found = 0
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    if (messages[index]?.direction === 'inbound') found += 1
    if (found === unreadCount) return index
  }
  return 0
}
