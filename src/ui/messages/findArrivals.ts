import { compareMessages, isUnsent, type Message } from '../../domain/message.ts'

const NONE: readonly Message[] = []

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
