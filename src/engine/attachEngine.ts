import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { EnginePaths } from './enginePaths.ts'

/**
 * Lets a server hand its requests to the engine's own, which never listens. One Socket.IO serves any number of servers
 * this way, and nobody else's requests and upgrades are touched. Returns its undo.
 */
export function attachEngine(server: Server, inner: Server, paths: EnginePaths): () => void {
  // On a server of somebody else the rest is theirs; on one without any other listener nobody else would answer.
  const isShared = server.listenerCount('request') > 0
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    if (paths.isRequest(request.url) || (!isShared && paths.isInside(request.url))) {
      inner.emit('request', paths.enter(request), response)
    } else if (!isShared) {
      response.writeHead(404).end()
    }
  }
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (paths.isUpgrade(request.url)) inner.emit('upgrade', paths.enter(request), socket, head)
    else if (server.listenerCount('upgrade') === 1) socket.destroy()
  }
  server.on('request', onRequest)
  server.on('upgrade', onUpgrade)
  return () => {
    server.off('request', onRequest)
    server.off('upgrade', onUpgrade)
  }
}
