import type { Transport } from './transport.ts'
import type { WebSocketClient } from './webSocketClient.ts'

/** Told by what it can do: the class itself is loaded late. */
export function isWebSocketClient<Events extends object>(
  transport: Transport | null,
): transport is WebSocketClient<Events> {
  return transport !== null && 'emitTyping' in transport
}
