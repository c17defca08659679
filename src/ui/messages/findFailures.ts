import { getMessageKey, type Message } from '../../domain/message.ts'

/** What fails was written a moment ago: it is among so many newest messages. */
const NEWEST = 100

const NONE: readonly Message[] = []

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
