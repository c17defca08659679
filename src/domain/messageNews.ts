import { compareMessages, getMessageKey, isUnsent, type Message } from './message.ts'

const NONE: readonly Message[] = []
/** What fails was written a moment ago: it is among so many newest messages. */
const NEWEST = 100

/**
 * What others have written since the list last looked: messages after the newest confirmed one. What was on its way from
 * here and is confirmed now is left out; a colleague's message has a client id, too, but was never on its way here. History
 * that comes in late, an older page, an edit or a delivery status is no arrival.
 */
export function findArrivals(before: readonly Message[], after: readonly Message[]): readonly Message[] {
  const newest = before.findLast((message) => !isUnsent(message))
  if (before === after || newest === undefined) return NONE
  const own = new Set<string | null>()
  // Unsent messages stand after all others.
  for (let index = before.length - 1; index >= 0; index -= 1) {
    const message = before[index]
    if (message === undefined || !isUnsent(message)) break
    own.add(message.clientId)
  }
  const arrivals: Message[] = []
  for (let index = after.length - 1; index >= 0; index -= 1) {
    const message = after[index]
    if (message === undefined || isUnsent(message)) continue
    if (compareMessages(message, newest) <= 0) break
    if (message.clientId === null || !own.has(message.clientId)) arrivals.push(message)
  }
  return arrivals.length === 0 ? NONE : arrivals.toReversed()
}

/** Own messages that have failed since the list last looked. What had failed before it was opened is no news. */
export function findFailures(before: readonly Message[], after: readonly Message[]): readonly Message[] {
  if (before === after) return NONE
  const failed = after.slice(-NEWEST).filter(({ direction, status }) => direction === 'outbound' && status === 'failed')
  if (failed.length === 0) return NONE
  const known = new Map(before.slice(-2 * NEWEST).map((message) => [getMessageKey(message), message.status]))
  return failed.filter((message) => {
    const status = known.get(getMessageKey(message))
    return status !== undefined && status !== 'failed'
  })
}

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
