import type { Server as HttpServer } from 'node:http'
import { Server, type DefaultEventsMap } from 'socket.io'
import type { EngineContext } from '../engineContext.ts'
import { Problem, toProblem } from '../problem.ts'
import { readOrigin } from '../readOrigin.ts'
import { authenticateHandshake } from './authenticateHandshake.ts'
import type { BetweenServers, ClientEvents, SocketData, WireServer, WireSocket } from './socketTypes.ts'

export interface SocketServerOptions<Events extends DefaultEventsMap> {
  /** A refusal in the wire's words. */
  readonly toRefusal: (problem: Problem) => Error
  /** Called before Socket.IO tells the client that it is connected: what is said here comes first. */
  readonly onAdmitted?: (socket: WireSocket<Events>) => void
}

/** Opens a Socket.IO server that lets in whoever has a good token and comes from a page that may. */
export function openSocketServer<Events extends DefaultEventsMap>(
  httpServer: HttpServer,
  { settings, tokens }: EngineContext,
  { toRefusal, onAdmitted }: SocketServerOptions<Events>,
): WireServer<Events> {
  const { socketPath, corsOrigins } = settings
  const io = new Server<ClientEvents, Events, BetweenServers, SocketData>(httpServer, {
    path: socketPath,
    cors: { origin: corsOrigins === '*' ? '*' : [...corsOrigins] },
    maxHttpBufferSize: 1024 * 1024,
    serveClient: false,
    // Other upgrades on the same server are somebody else's, e.g. a development server's hot reload.
    destroyUpgrade: false,
  })

  io.use(async (socket, next) => {
    const { auth, headers, secure } = socket.handshake
    const forwardedProto = headers['x-forwarded-proto']
    const ownOrigin = readOrigin(headers.host, secure, typeof forwardedProto === 'string' ? forwardedProto : null)
    const handshake = { auth, page: headers.origin, ownOrigin }
    const caller = await authenticateHandshake(handshake, { tokens, corsOrigins }).catch(toProblem)
    if (caller instanceof Problem) return next(toRefusal(caller))
    socket.data = { caller, origin: ownOrigin }
    onAdmitted?.(socket)
    next()
  })
  return io
}
