'use client'
import type { ClientCapability } from '../client/clientCapabilities.ts'
import { useConversationClient } from './conversationContext.ts'
import { useStore } from './useStore.ts'

/**
 * What can be done here, to ask before it is offered: `sendMessage`, `markRead`, … by the backends' definition and from the
 * first render on, `presence`, `crm`, … once a server has announced them. Renders again when that changes.
 *
 * @example
 * const can = useCapabilities()
 * return can.has('markRead') ? <button onClick={markRead}>Mark as read</button> : null
 */
export function useCapabilities(): ReadonlySet<ClientCapability> {
  return useStore(useConversationClient().capabilities)
}
