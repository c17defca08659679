import type { ConnectionState } from '../connection/connectionState.ts'
import type { Tone } from './ConnectionPill.tsx'
import type { UiLanguage } from './languages/useLanguage.ts'

/** What a line that is not as it should be is said to be. */
export interface LineNotice {
  readonly tone: Tone
  readonly title: string
  readonly hint: string | null
  /** Who comes here in the middle of it is told at once; what every start goes through is not said before it lasts. */
  readonly isSettled: boolean
}

/** In words: since when the line is not as it should be, and what still works. `null`: it is. */
export function toLineNotice(
  connection: Pick<ConnectionState, 'status' | 'transport' | 'reason' | 'lastSyncedAt' | 'since'>,
  { words, formats }: UiLanguage,
): LineNotice | null {
  const { status, transport, reason, lastSyncedAt, since } = connection
  const lostAt = formats.time(lastSyncedAt ?? since)
  const warn = (title: string, hint: string, isSettled = true) => ({ tone: 'warn' as const, title, hint, isSettled })
  switch (status) {
    case 'connecting':
      return warn(words.connecting, words.lostHint, false)
    case 'reconnecting':
      return warn(words.lost(lostAt), words.lostHint)
    case 'offline':
      return warn(words.offline(lostAt), words.lostHint)
    case 'catching-up':
      return warn(words.catchingUp, words.catchingUpHint, false)
    case 'connected': {
      if (reason === null || transport === null || transport === 'socket') return null
      const at = formats.time(since)
      return transport === 'polling'
        ? warn(words.polling(at), words.pollingHint)
        : warn(words.backup(at), words.backupHint)
    }
    case 'unauthorized':
      return { tone: 'danger', title: words.signedOut, hint: words.signedOutHint, isSettled: true }
    case 'failed':
      return { tone: 'danger', title: words.notSetUp, hint: words.notSetUpHint, isSettled: true }
    case 'idle':
      return null
  }
}
