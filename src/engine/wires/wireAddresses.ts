import type { WireName } from './wireName.ts'

export interface WireAddresses {
  /** Where Socket.IO is mounted unless the options say otherwise. */
  readonly socketPath: string
  /** Where the HTTP API is mounted. */
  readonly apiPath: string
}

/** Where each wire's clients look for it. */
export const WIRE_ADDRESSES: Readonly<Record<WireName, WireAddresses>> = {
  chatengine: { socketPath: '/api/ws', apiPath: '/api/chat' },
  pytake: { socketPath: '/socket.io', apiPath: '/api/v1' },
  kanban: { socketPath: '/socket.io', apiPath: '/api/conversations' },
}
