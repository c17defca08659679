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
  /** Put before all of them; empty where there is none. */
  readonly prefix: string
  readonly isRequest: (url: string | undefined) => boolean
  readonly isUpgrade: (url: string | undefined) => boolean
  /** Whether an address lies under the engine's prefix, whatever it leads to. */
  readonly isInside: (url: string | undefined) => boolean
  /** Without the prefix, of which nothing inside the engine knows. */
  readonly toInner: (url: string) => string
  /** Shows a request without the prefix for as long as it is handed over; others who listen to the server see it as it came. */
  readonly handOver: (request: IncomingMessage, receive: () => void) => void
}

export type EnginePathsOptions = Pick<EngineSettings, 'wire' | 'socketPath' | 'prefix' | 'supabase'>

export function createEnginePaths({ wire, socketPath, prefix, supabase }: EnginePathsOptions): EnginePaths {
  const own = [socketPath, WIRE_ADDRESSES[wire].apiPath, ...PATHS]
  const requests = supabase === null ? own : [...own, ...SUPABASE_PATHS]
  const upgrades = supabase === null ? [socketPath] : [socketPath, REALTIME_PATH]
  const toInner = (url: string) => (isUnder(prefix, url) ? url.slice(prefix.length).replace(/^(?!\/)/, '/') : url)
  return {
    prefix,
    isRequest: (url) => requests.some((path) => isUnder(prefix + path, url)),
    isUpgrade: (url) => upgrades.some((path) => isUnder(prefix + path, url)),
    isInside: (url) => prefix === '' || isUnder(prefix, url),
    toInner,
    handOver: (request, receive) => {
      const { url } = request
      if (url !== undefined) request.url = toInner(url)
      try {
        receive()
      } finally {
        if (url !== undefined) request.url = url
      }
    },
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
