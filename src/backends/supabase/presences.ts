import * as v from 'valibot'
import type { Presence } from '../../domain/presence.ts'
import { groupBy } from '../../lib/groupBy.ts'
import { PresenceMeta } from './frameSchema.ts'

/**
 * Everybody on the workspace's channel, each agent once: online where one tab is, looking at what one of those shows. An
 * entry that somebody made up otherwise is left out.
 */
export function toPresences(state: Readonly<Record<string, readonly unknown[]>>): readonly Presence[] {
  const tabs = Object.values(state)
    .flat()
    .flatMap((meta) => {
      const parsed = v.safeParse(PresenceMeta, meta)
      return parsed.success ? [parsed.output] : []
    })
  return [...groupBy(tabs, ({ userId }) => userId)].map(([userId, own]) => {
    const online = own.filter(({ status }) => status === 'online')
    const shown = online.length > 0 ? online : own
    return {
      userId,
      userName: own.findLast(({ userName }) => userName !== null)?.userName ?? null,
      status: online.length > 0 ? 'online' : 'away',
      viewing: shown.findLast(({ viewing }) => viewing !== null)?.viewing ?? null,
      lastSeenAt: null,
    }
  })
}
