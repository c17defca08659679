import type { DomainEvent } from '../domain/events.ts'
import type { ConversationId, UserId } from '../domain/ids.ts'
import type { Presence } from '../domain/presence.ts'
import { createListeners } from '../lib/listeners.ts'
import type { Readable } from '../lib/store.ts'
import { createTimers } from '../lib/timers.ts'
import { createView } from '../lib/view.ts'

/** Which of the other agents are there. */
export interface PresenceRegistry {
  readonly handle: (event: DomainEvent) => void
  /**
   * Those who look at a conversation; everybody who is there for `null`. By name, then id; the same list while nothing
   * changes.
   */
  readonly watch: (conversationId: ConversationId | null) => Readable<readonly Presence[]>
  /** `null`: nobody has said. */
  readonly getName: (userId: UserId) => string | null
  /** Another line is live: it tells anew who is there, and whoever it does not name in time has gone. */
  readonly linkUp: () => void
  /** Nobody tells any more: what was known holds for a moment. */
  readonly linkDown: () => void
  readonly stop: () => void
}

/** A new line has told of everybody by then. */
const TELL_MS = 3_000
/** What nobody confirms is not shown for longer. */
const STALE_MS = 10_000
const NOBODY: readonly Presence[] = []

/** @param isOwnId Whose id that is: in another tab that is nobody else. */
export function createPresenceRegistry(isOwnId: (userId: UserId) => boolean): PresenceRegistry {
  const present = new Map<UserId, Presence>()
  const unconfirmed = new Set<UserId>()
  const lists = new Map<ConversationId | null, readonly Presence[]>()
  const changed = createListeners()
  const timers = createTimers()
  let stopSweep = () => {}

  const note = (presence: Presence) => {
    unconfirmed.delete(presence.userId)
    if (presence.status === 'offline' || isOwnId(presence.userId)) present.delete(presence.userId)
    else present.set(presence.userId, presence)
  }
  const change = (run: () => void) => {
    run()
    changed.tell()
  }
  const sweepAfter = (delayMs: number) => {
    stopSweep()
    if (present.size === 0) return
    for (const userId of present.keys()) unconfirmed.add(userId)
    stopSweep = timers.start(delayMs, () =>
      change(() => {
        for (const userId of unconfirmed) present.delete(userId)
        unconfirmed.clear()
      }),
    )
  }
  const get = (conversationId: ConversationId | null): readonly Presence[] => {
    const next = [...present.values()]
      .filter(({ viewing }) => conversationId === null || viewing === conversationId)
      .toSorted(comparePresences)
    const known = lists.get(conversationId) ?? NOBODY
    const isSame = known.length === next.length && next.every((each, position) => each === known[position])
    const shown = isSame ? known : next
    lists.set(conversationId, shown)
    return shown
  }

  return {
    handle: (event) => {
      if (event.type === 'presence.changed') change(() => note(event.presence))
      else if (event.type === 'presence.listed') {
        change(() => {
          const named = new Set(event.presences.map(({ userId }) => userId))
          for (const userId of present.keys()) if (!named.has(userId)) present.delete(userId)
          event.presences.forEach(note)
        })
      }
    },
    watch: (conversationId) => createView(changed, () => get(conversationId)),
    getName: (userId) => present.get(userId)?.userName ?? null,
    linkUp: () => sweepAfter(TELL_MS),
    linkDown: () => sweepAfter(STALE_MS),
    stop: () => {
      timers.clear()
      change(() => {
        present.clear()
        unconfirmed.clear()
        lists.clear()
      })
    },
  }
}

function comparePresences(a: Presence, b: Presence): number {
  const [nameA, nameB] = [a.userName ?? '', b.userName ?? '']
  if (nameA !== nameB) return nameA < nameB ? -1 : 1
  return a.userId < b.userId ? -1 : 1
}
