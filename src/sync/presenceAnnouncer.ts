import type { ConversationId } from '../domain/ids.ts'
import type { PresenceStatus } from '../domain/presence.ts'
import { createNetworkHints, type NetworkHints } from '../lib/networkHints.ts'
import { createTimers } from '../lib/timers.ts'

/** Says where this user is, for as long as somebody asks for it. */
export interface PresenceAnnouncer {
  /** This user is there, and looks at the conversation where one is named. The one asked for last counts. Returns the undo. */
  readonly announce: (conversationId: ConversationId | null) => () => void
  /** A line is live that knows nothing of this user yet. */
  readonly linkUp: () => void
  /** Says no more; the line that ends takes back what was said. */
  readonly stop: () => void
}

/** Leaving one conversation and opening the next is one word, not three. */
const SETTLE_MS = 50

export function createPresenceAnnouncer(
  send: (status: PresenceStatus, viewing: ConversationId | null) => void,
  hints: NetworkHints = createNetworkHints(),
): PresenceAnnouncer {
  const wishes = new Map<symbol, ConversationId | null>()
  const timers = createTimers()
  let stopSettling: (() => void) | null = null
  let stopHints = () => {}
  /** The last word on this line. */
  let said: string | null = null
  /** Somebody may have heard that this user is there, on this line or the one before. */
  let isTold = false

  const say = () => {
    stopSettling = null
    const viewing = [...wishes.values()].findLast((each) => each !== null) ?? null
    const status = wishes.size === 0 ? 'offline' : hints.isVisible() ? 'online' : 'away'
    const words = JSON.stringify([status, viewing])
    if (words === said || (status === 'offline' && !isTold)) return
    isTold = status !== 'offline'
    said = isTold ? words : null
    send(status, status === 'offline' ? null : viewing)
  }
  const settle = () => {
    stopSettling ??= timers.start(SETTLE_MS, say)
  }

  return {
    announce: (conversationId) => {
      const wish = Symbol('presence')
      if (wishes.size === 0) stopHints = hints.onVisibility(settle)
      wishes.set(wish, conversationId)
      settle()
      return () => {
        if (!wishes.delete(wish)) return
        if (wishes.size === 0) stopHints()
        settle()
      }
    },
    linkUp: () => {
      if (wishes.size === 0) return
      said = null
      settle()
    },
    stop: () => {
      timers.clear()
      stopSettling = null
      said = null
      isTold = false
    },
  }
}
