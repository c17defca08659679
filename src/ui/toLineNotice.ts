import type { ConnectionState } from '../connection/connectionState.ts'
import type { Tone } from './ConnectionPill.tsx'
import type { UiLanguage } from './languages/useLanguage.ts'
import { toLineState, type LineState } from './lineState.ts'

/** What a line that is not as it should be is said to be. */
export interface LineNotice {
  readonly tone: Tone
  readonly title: string
  readonly hint: string
  /** Who comes here in the middle of it is told at once; what every start goes through is not said before it lasts. */
  readonly isSettled: boolean
}

/** In words: since when the line is not as it should be, and what still works. `null`: it is. */
export function toLineNotice(
  connection: Pick<ConnectionState, 'status' | 'transport' | 'reason' | 'lastSyncedAt' | 'since'>,
  { words, formats }: UiLanguage,
  now?: Date,
): LineNotice | null {
  const { status, reason, lastSyncedAt, since } = connection
  const isUp = status === 'connected'
  const lines: Partial<Record<LineState, { title: (since: string) => string; hint: string }>> = words.line
  const line = lines[toLineState(connection)]
  // Polling without a reason is the line that was wanted, too.
  if (!line || (isUp && !reason)) return null
  return {
    tone: status === 'unauthorized' || status === 'failed' ? 'danger' : 'warn',
    title: line.title(formats.since((isUp ? null : lastSyncedAt) ?? since, now)),
    hint: line.hint,
    isSettled: status !== 'connecting' && status !== 'catching-up',
  }
}
