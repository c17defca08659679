import type { ConnectionState } from '../connection/connectionState.ts'
import type { Tone } from './ConnectionPill.tsx'
import type { UiLanguage } from './languages/useLanguage.ts'

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
): LineNotice | null {
  const { status, transport, reason, lastSyncedAt, since } = connection
  const lostAt = formats.time(lastSyncedAt ?? since)
  const say = (tone: Tone, title: string, hint: string, isSettled = true) => ({ tone, title, hint, isSettled })
  switch (status) {
    case 'connecting':
      return say('warn', words.connecting, words.lostHint, false)
    case 'reconnecting':
      return say('warn', words.lost(lostAt), words.lostHint)
    case 'offline':
      return say('warn', words.offline(lostAt), words.lostHint)
    case 'catching-up':
      return say('warn', words.catchingUp, words.catchingUpHint, false)
    case 'connected': {
      if (reason === null || transport === null || transport === 'socket') return null
      const at = formats.time(since)
      return transport === 'polling'
        ? say('warn', words.polling(at), words.pollingHint)
        : say('warn', words.backup(at), words.backupHint)
    }
    case 'unauthorized':
      return say('danger', words.signedOut, words.signedOutHint)
    case 'failed':
      return say('danger', words.notSetUp, words.notSetUpHint)
    case 'idle':
      return null
  }
}
