import type { QueryClient } from '@tanstack/query-core'
import type { CacheWriter } from '../cache/cacheWriter.ts'
import { type Connection, createSupervisor, type SupervisorOptions } from '../connection/supervisor.ts'
import { createSyncEngine, type SyncEngine } from '../sync/syncEngine.ts'

export interface LivePartsOptions extends SupervisorOptions {
  readonly queryClient: QueryClient
  readonly scope: string
  readonly writer: CacheWriter
}

/** What keeps the cache true. The largest part of this library, and nothing that is shown first: loaded late. */
export interface LiveParts {
  readonly link: Connection
  readonly sync: SyncEngine
}

/** Opens nothing. Every backend's own code has to be there. */
export function createLiveParts(options: LivePartsOptions): LiveParts {
  const link = createSupervisor(options)
  return { link, sync: createSyncEngine({ ...options, link }) }
}
