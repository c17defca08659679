import type { EngineContext } from '../engineContext.ts'
import { isRefusedNumber } from '../delivery/provider.ts'
import type { StoredMessage } from '../store/storedMessage.ts'

/** The foreign wires have no word for an internal note or a deletion: neither is told at all. */
export function isTold({ is_private, deleted_at }: StoredMessage): boolean {
  return !is_private && deleted_at === null
}

/** Whether only the `failed` of this message will ever be told (`hidesRefused`). */
export function isHidden({ is_outgoing, contact_phone }: StoredMessage, { settings }: EngineContext): boolean {
  return settings.quirks.hidesRefused && settings.provider !== null && is_outgoing && isRefusedNumber(contact_phone)
}
