import { SOCKET_PATH } from './socket/createSocketServer.ts'

// Not `/metrics`: a server that is shared has its own.
const PATHS = [SOCKET_PATH, '/api/chat', '/api/socket', '/webhooks', '/functions/v1', '/health', '/ready']

/** Whether a request is the engine's, on a server that it shares with others. */
export function isEnginePath(url: string | undefined): boolean {
  return PATHS.some((path) => isUnder(path, url))
}

/** Whether a request, or an upgrade, is Socket.IO's. */
export function isSocketPath(url: string | undefined): boolean {
  return isUnder(SOCKET_PATH, url)
}

function isUnder(path: string, url = ''): boolean {
  return url.startsWith(path) && ['', '/', '?'].includes(url.charAt(path.length))
}
