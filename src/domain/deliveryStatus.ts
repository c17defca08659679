/**
 * How far a message has come. `sending` exists only on this side: the backend has not confirmed the message yet.
 * `pending` means the backend has it and the channel (WhatsApp) does not.
 */
export type DeliveryStatus = 'sending' | 'pending' | 'sent' | 'delivered' | 'read' | 'failed'

const RUNG: Readonly<Record<DeliveryStatus, number>> = {
  sending: 0,
  pending: 1,
  sent: 2,
  // Between `sent` and `delivered`: what reached the customer's phone cannot fail any more, and a failure is final.
  failed: 3,
  delivered: 4,
  read: 5,
}

/**
 * The delivery ladder: `sending < pending < sent < delivered < read`. Channels repeat and reorder their receipts, so a
 * status only climbs. `failed` is reached from below `delivered` only, and nothing but a retry leaves it.
 *
 * @example
 * climbStatus('delivered', 'sent') // 'delivered'
 * climbStatus('sent', 'failed') // 'failed'
 * climbStatus('read', 'failed') // 'read'
 */
export function climbStatus(current: DeliveryStatus, next: DeliveryStatus): DeliveryStatus {
  if (current === 'failed') return 'failed'
  return RUNG[next] > RUNG[current] ? next : current
}

/** `true` when no later status can follow by itself: nothing is left to wait for. */
export function isFinalStatus(status: DeliveryStatus): boolean {
  return status === 'read' || status === 'failed'
}
