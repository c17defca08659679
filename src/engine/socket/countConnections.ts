import type { Caller } from '../tokens.ts'

export interface EngineStats {
  readonly totalConnections: number
  /** By workspace. */
  readonly connectionsByTenant: Readonly<Record<string, number>>
}

/** Any wire's Socket.IO server, as far as it is counted. */
interface CountedServer {
  readonly sockets: { readonly sockets: ReadonlyMap<string, { readonly data: { readonly caller: Caller } }> }
}

/** Who is connected right now, counted. */
export function countConnections(io: CountedServer): EngineStats {
  const counts = new Map<string, number>()
  for (const { data } of io.sockets.sockets.values()) {
    const { workspaceId } = data.caller
    counts.set(workspaceId, (counts.get(workspaceId) ?? 0) + 1)
  }
  return { totalConnections: io.sockets.sockets.size, connectionsByTenant: Object.fromEntries(counts) }
}
