import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { EnginePaths } from './enginePaths.ts'

/** The engines on each server; what nobody is there for is answered by one of them. */
const attached = new WeakMap<Server, Set<EnginePaths>>()

/**
 * Lets a server hand its requests to the engine's own, which never listens. One Socket.IO serves any number of servers
 * this way, and nobody else's requests and upgrades are touched. Returns its undo.
 */
export function attachEngine(server: Server, inner: Server, paths: EnginePaths): () => void {
  const engines = attached.get(server) ?? new Set()
  attached.set(server, engines.add(paths))
  /** On a server of somebody else the rest is theirs; where only engines listen, nobody else would answer. */
  const isLeftOver = (event: 'request' | 'upgrade', isWanted: (engine: EnginePaths) => boolean) =>
    server.listenerCount(event) === engines.size && ![...engines].some(isWanted)

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const { url } = request
    const isOurs = () => isLeftOver('request', (engine) => engine.isRequest(url)) && paths === toOwner(engines, url)
    if (!paths.isRequest(url) && !isOurs()) return
    if (paths.isInside(url)) paths.handOver(request, () => void inner.emit('request', request, response))
    else response.writeHead(404).end()
  }
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { url } = request
    if (paths.isUpgrade(url)) paths.handOver(request, () => void inner.emit('upgrade', request, socket, head))
    else if (isLeftOver('upgrade', (engine) => engine.isUpgrade(url))) socket.destroy()
  }
  server.on('request', onRequest)
  server.on('upgrade', onUpgrade)
  return () => {
    engines.delete(paths)
    server.off('request', onRequest)
    server.off('upgrade', onUpgrade)
  }
}

/** The engine with the longest prefix the address lies under; any one where there is none. */
function toOwner(engines: ReadonlySet<EnginePaths>, url: string | undefined): EnginePaths | undefined {
  const [any] = engines
  const [owner] = [...engines]
    .filter((engine) => engine.isInside(url))
    .toSorted((a, b) => b.prefix.length - a.prefix.length)
  return owner ?? any
}
