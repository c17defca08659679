import { SOCKET_PATH } from './socket/createSocketServer.ts'

// Not `/metrics`: a server that is shared has its own.
const PATHS = [SOCKET_PATH, '/api/chat', '/api/socket', '/webhooks', '/functions/v1', '/health', '/ready']
const SUPABASE_PATHS = ['/rest/v1', '/auth/v1', '/realtime/v1']
export const REALTIME_PATH = '/realtime/v1/websocket'

/** What is the engine's, on a server that it shares with others. */
export interface EnginePaths {
  readonly isRequest: (url: string | undefined) => boolean
  readonly isUpgrade: (url: string | undefined) => boolean
}

export function createEnginePaths(hasSupabase: boolean): EnginePaths {
  const requests = hasSupabase ? [...PATHS, ...SUPABASE_PATHS] : PATHS
  const upgrades = hasSupabase ? [SOCKET_PATH, REALTIME_PATH] : [SOCKET_PATH]
  return {
    isRequest: (url) => requests.some((path) => isUnder(path, url)),
    isUpgrade: (url) => upgrades.some((path) => isUnder(path, url)),
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
