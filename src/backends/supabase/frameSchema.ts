import * as v from 'valibot'
import { boundedRecord } from '../bounded.ts'
import { orNull, Short } from '../fields.ts'
import { Id } from './schema.ts'

/* What Realtime brings beside the rows themselves: loaded with what listens. */

export const TypingPayload = v.object({
  conversationId: Id,
  userId: Id,
  userName: orNull(Short),
  isTyping: v.boolean(),
})

/** One tab of an agent, as it was tracked. */
export const PresenceMeta = v.object({
  userId: Id,
  userName: orNull(Short),
  status: v.picklist(['online', 'away']),
  viewing: orNull(Id),
})

/** Everybody on the workspace's channel: one entry per connection. */
export const PresenceState = v.record(v.string(), v.array(v.unknown()))

/** What this side says to itself when a token was taken (see index.ts). */
export const SessionPayload = v.object({
  userId: orNull(Short),
  userName: orNull(Short),
  tokenExpiresAt: orNull(Short),
  hasPresence: v.optional(v.boolean(), false),
})

/** A change of a row, as the transport hands it over. */
export const ChangePayload = v.object({
  eventType: v.picklist(['INSERT', 'UPDATE', 'DELETE']),
  // A table of PostgreSQL has no more columns.
  new: boundedRecord(1600),
  old: boundedRecord(1600),
  errors: orNull(v.array(v.unknown())),
  commitTimestamp: orNull(Short),
})
