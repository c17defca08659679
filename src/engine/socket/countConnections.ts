import type { EngineServer } from './socketTypes.ts'

export interface EngineStats {
  readonly totalConnections: number
  /** By workspace. */
  readonly connectionsByTenant: Readonly<Record<string, number>>
}

/** Who is connected right now, counted. */
export function countConnections(io: EngineServer): EngineStats {
  const counts = new Map<string, number>()
  for (const { data } of io.sockets.sockets.values()) {
    const { workspaceId } = data.caller
    counts.set(workspaceId, (counts.get(workspaceId) ?? 0) + 1)
  }
  return { totalConnections: io.sockets.sockets.size, connectionsByTenant: Object.fromEntries(counts) }
}
