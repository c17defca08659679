import type { EngineHabits } from '../../quirks.ts'

export interface PyTakeTimeOptions {
  readonly quirks: Pick<EngineHabits, 'mixedTimestamps'>
  readonly place: 'socket' | 'http'
  readonly isOutgoing: boolean
}

/**
 * One time as different parts of a PyTake server write it: Python's `isoformat()` on the socket, with a zone for what it
 * wrote itself and without one for what came from WhatsApp; `Z` over HTTP.
 *
 * @param time ISO 8601 in UTC with milliseconds.
 */
export function toPyTakeTime(time: string, { quirks, place, isOutgoing }: PyTakeTimeOptions): string {
  if (!quirks.mixedTimestamps || place === 'http') return time
  const microseconds = time.replace(/Z$/, '000')
  return isOutgoing ? `${microseconds}+00:00` : microseconds
}
