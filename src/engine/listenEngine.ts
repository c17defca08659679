import { createServer, type Server } from 'node:http'

export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number | undefined
  /** Default `127.0.0.1`: this computer only. */
  readonly host?: string | undefined
}

export interface Listening {
  readonly server: Server
  readonly port: number
  readonly url: string
  readonly close: () => Promise<void>
}

/** Requests under way get this long to finish when the engine is closed. */
const GRACE_MS = 2000

/** Starts a server that hands everything to `attach`. @throws when the port is taken. */
export async function listenEngine(
  attach: (server: Server) => void,
  { port = 0, host = '127.0.0.1' }: ListenOptions,
): Promise<Listening> {
  const server = createServer()
  attach(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  const actual = typeof address === 'object' && address !== null ? address.port : port
  return { server, port: actual, url: `http://${toUrlHost(host)}:${actual}`, close: () => closeServer(server) }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    server.close(() => {
      clearTimeout(deadline)
      resolve()
    })
    server.closeIdleConnections()
  })
}

/** An address to bind is not always one to call: "everywhere" is reached here as localhost. */
function toUrlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
