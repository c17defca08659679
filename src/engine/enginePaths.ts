import type { IncomingMessage } from 'node:http'
import type { EngineSettings } from './engineOptions.ts'
import { FILES_PATH } from './mediaLinks.ts'
import { WIRE_ADDRESSES } from './wires/wireAddresses.ts'

// Not `/metrics`: a server that is shared has its own.
const PATHS = [FILES_PATH, '/api/socket', '/webhooks', '/functions/v1', '/health', '/ready']
const SUPABASE_PATHS = ['/rest/v1', '/auth/v1', '/realtime/v1']
export const REALTIME_PATH = '/realtime/v1/websocket'

/** What is the engine's, on a server that it shares with others. */
export interface EnginePaths {
  readonly isRequest: (url: string | undefined) => boolean
  readonly isUpgrade: (url: string | undefined) => boolean
  /** Whether an address lies under the engine's prefix, whatever it leads to. */
  readonly isInside: (url: string | undefined) => boolean
  /** Takes the prefix off a request: nothing inside the engine knows of it. */
  readonly enter: (request: IncomingMessage) => IncomingMessage
  /** The same for an address. */
  readonly toInner: (url: string) => string
}

export type EnginePathsOptions = Pick<EngineSettings, 'wire' | 'socketPath' | 'prefix' | 'supabase'>

export function createEnginePaths({ wire, socketPath, prefix, supabase }: EnginePathsOptions): EnginePaths {
  const own = [socketPath, WIRE_ADDRESSES[wire].apiPath, ...PATHS]
  const requests = supabase === null ? own : [...own, ...SUPABASE_PATHS]
  const upgrades = supabase === null ? [socketPath] : [socketPath, REALTIME_PATH]
  const toInner = (url: string) => (isUnder(prefix, url) ? url.slice(prefix.length).replace(/^(?!\/)/, '/') : url)
  return {
    isRequest: (url) => requests.some((path) => isUnder(prefix + path, url)),
    isUpgrade: (url) => upgrades.some((path) => isUnder(prefix + path, url)),
    isInside: (url) => prefix === '' || isUnder(prefix, url),
    enter: (request) => {
      if (request.url !== undefined) request.url = toInner(request.url)
      return request
    },
    toInner,
  }
}

/** Whether a request is for the local Supabase. */
export function isSupabasePath(path: string): boolean {
  return SUPABASE_PATHS.some((prefix) => isUnder(prefix, path))
}

/** Whether an upgrade is for Realtime. */
export function isRealtimePath(url: string | undefined): boolean {
  return isUnder(REALTIME_PATH, url)
}

function isUnder(path: string, url = ''): boolean {
  return url.startsWith(path) && ['', '/', '?'].includes(url.charAt(path.length))
}
