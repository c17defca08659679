import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type ServerOptions, type Socket } from 'socket.io'

/** A bare Socket.IO server on a free port that can be stopped and started again on the same one. */
export interface SocketServer {
  readonly url: string
  readonly io: () => Server
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
}

export async function startSocketServer(
  setUp: (io: Server) => void,
  options: Partial<ServerOptions> = {},
): Promise<SocketServer> {
  let http: HttpServer | null = null
  let io: Server | null = null
  let port = 0
  const start = async () => {
    http = createServer()
    io = new Server(http, { path: '/api/ws', ...options })
    setUp(io)
    const listening = http
    await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve))
    port = (listening.address() as AddressInfo).port
  }
  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    io: () => {
      if (io === null) throw new Error('the server is stopped')
      return io
    },
    stop: async () => {
      await io?.close()
      io = null
    },
    start,
  }
}

export type { Socket }
