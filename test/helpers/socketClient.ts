import type { Server } from 'socket.io'
import { expect, onTestFinished } from 'vitest'
import { encode } from '../../src/backends/chatEngine/encode.ts'
import { WebSocketClient, type WebSocketClientOptions } from '../../src/transports/webSocketClient.ts'
import { startSocketServer, type SocketServer } from './socketServer.ts'

/** A Socket.IO server that stops with the test. */
export async function serve(setUp: (io: Server) => void = () => {}): Promise<SocketServer> {
  const server = await startSocketServer(setUp)
  onTestFinished(server.stop)
  return server
}

/** A client that is connecting, with the shortest waits, and disconnects with the test. */
export function connect(url: string, options: Partial<WebSocketClientOptions> = {}): WebSocketClient {
  const client = new WebSocketClient({ url, encode, auth: async () => ({ token: 't' }), random: () => 0, ...options })
  onTestFinished(() => client.disconnect())
  client.connect()
  return client
}

export const connected = (client: WebSocketClient) => expect.poll(() => client.state.get().status).toBe('connected')
