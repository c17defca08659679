import { useState } from 'react'
import { getMessageKey, type Message } from '../../domain/message.ts'
import { findFirstUnread } from '../../domain/messageNews.ts'

export interface UnreadLine {
  /** Where the list opens; -1: nothing was unread. */
  readonly index: number
  /** The message below the line. */
  readonly key: string | undefined
  readonly count: number
}

interface State extends UnreadLine {
  readonly oldestKey: string | undefined
  /** What arrives later is read as it comes: it is counted back from here. */
  readonly newestKey: string | undefined
  readonly isFound: boolean
}

/**
 * The line above the first message that was not read when the list was opened. It stays where it is, unless more is unread
 * than was loaded: then it moves up with every older page until its place is there.
 */
export function useUnreadLine(messages: readonly Message[], unreadCount: number): UnreadLine {
  const [line, setLine] = useState<State>(() => place(messages, unreadCount))
  const [oldest] = messages
  if (line.isFound || !oldest || getMessageKey(oldest) === line.oldestKey) return line
  const end = messages.findLastIndex((message) => getMessageKey(message) === line.newestKey)
  const moved = { ...place(messages.slice(0, end + 1), line.count), newestKey: line.newestKey }
  setLine(moved)
  return moved
}

const toKey = (message: Message | undefined) => message && getMessageKey(message)

function place(messages: readonly Message[], count: number): State {
  const index = findFirstUnread(messages, count)
  const [first, oldest, newest] = [messages[index], messages[0], messages.at(-1)]
  return {
    index,
    count,
    key: toKey(first),
    oldestKey: toKey(oldest),
    newestKey: toKey(newest),
    isFound: index !== 0,
  }
}
