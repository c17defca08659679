import type { IsoTimestamp } from '../lib/isoTimestamp.ts'
import type { ConversationId, UserId } from './ids.ts'

/** `away`: signed in, with the page out of sight. */
export type PresenceStatus = 'online' | 'away' | 'offline'

/** Where an agent is right now, over all of that agent's tabs. */
export interface Presence {
  readonly userId: UserId
  readonly userName: string | null
  readonly status: PresenceStatus
  /** The conversation on that agent's screen; `null` for none. */
  readonly viewing: ConversationId | null
  /** When the server last heard of this agent; `null` where it does not say. */
  readonly lastSeenAt: IsoTimestamp | null
}
