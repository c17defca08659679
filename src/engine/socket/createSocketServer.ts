import type { Server as HttpServer } from 'node:http'
import type { EngineContext } from '../engineContext.ts'
import type { Caller } from '../tokens.ts'
import { answerSocket } from './answerSocket.ts'
import { openSocketServer } from './openSocketServer.ts'
import { createPresence } from './presence.ts'
import { createSessionClock } from './sessionClock.ts'
import { createSocketCommands } from './socketCommands.ts'
import { type EngineServer, type EngineSocket, type ServerEvents, workspaceRoom } from './socketTypes.ts'

/** Creates the Socket.IO server on an HTTP server that may or may not be listening. */
export function createSocketServer(httpServer: HttpServer, context: EngineContext): EngineServer {
  const { features } = context
  const io = openSocketServer<ServerEvents>(httpServer, context, {
    toRefusal: ({ code, message }) => Object.assign(new Error(message), features.isExtended && { data: { code } }),
  })

  const createPresenceCommand = createPresence(io, context)
  io.on('connection', (socket) => {
    greet(socket, context)
    void socket.join(workspaceRoom(socket.data.caller.workspaceId))
    const renew = features.has('authenticate') ? watchToken(socket) : () => {}
    answerSocket(
      socket,
      createSocketCommands({ socket, context, renew, announcePresence: createPresenceCommand(socket) }),
      features,
    )
  })
  return io
}

/** At once, in the handler itself: a client that hears nothing in its first moments takes this for a base server. */
function greet(socket: EngineSocket, { features }: EngineContext): void {
  if (!features.isExtended) return
  const { userId, userName, workspaceId, expiresAt } = socket.data.caller
  socket.emit('ready', {
    protocol: 1,
    userId,
    userName,
    workspaceId,
    connectionId: socket.id,
    serverTime: new Date().toISOString(),
    tokenExpiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    capabilities: features.capabilities,
  })
}

/** Ends the connection when its token expires, unless it is renewed in time. Returns the renewal. */
function watchToken(socket: EngineSocket): (caller: Caller) => void {
  const clock = createSessionClock({
    onExpiring: (expiresAt) => socket.emit('tokenExpiring', { expiresAt: new Date(expiresAt).toISOString() }),
    onExpired: () => {
      socket.emit('error', { code: 'TOKEN_EXPIRED', message: 'unauthorized: jwt expired' })
      socket.disconnect(true)
    },
  })
  socket.on('disconnect', clock.stop)
  clock.set(socket.data.caller)
  return (caller) => {
    socket.data.caller = caller
    clock.set(caller)
  }
}
