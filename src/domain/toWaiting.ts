import type { Conversation } from './conversation.ts'

/** Less is no wait: somebody may be writing the answer. */
const WAITS_FROM_MS = 10 * 60_000

/**
 * For how long, in ms, the customer has been waiting for an answer; `null`: not at all, not for long, or not known. Only
 * where the last message is the customer's: one that was answered, resolved or put off waits for nobody.
 */
export function toWaiting(
  { status, lastInboundAt, lastMessageAt }: Pick<Conversation, 'status' | 'lastInboundAt' | 'lastMessageAt'>,
  now: Date,
): number | null {
  if (lastInboundAt === null || lastInboundAt !== lastMessageAt) return null
  if (status === 'resolved' || status === 'snoozed') return null
  const waitingMs = now.getTime() - Date.parse(lastInboundAt)
  return waitingMs >= WAITS_FROM_MS ? waitingMs : null
}
