import type { MessageId } from '../../domain/ids.ts'
import type { Message } from '../../domain/message.ts'

/**
 * Finds messages by id in a list that only ever grows at its ends and changes little. Rows ask with every render: where a
 * message was is tried first, and one that is not loaded is not looked for again before older ones are.
 */
export function createMessageFinder() {
  const hints = new Map<MessageId, number>()
  const misses = new Map<MessageId, MessageId>()
  return (messages: readonly Message[], id: MessageId): number => {
    const hint = hints.get(id)
    if (hint !== undefined && messages[hint]?.id === id) return hint
    const [oldest] = messages
    if (!oldest || misses.get(id) === oldest.id) return -1
    const index = messages.findLastIndex((message) => message.id === id)
    if (index === -1) misses.set(id, oldest.id)
    else hints.set(id, index)
    return index
  }
}
