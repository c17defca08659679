import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { unsignedJwt } from '../../helpers/jwt.ts'
import { CONVERSATION } from '../ingest/input.ts'
import type { Frame } from '../../../src/transports/transport.ts'

/** A server that says to whoever listens what it is told to: the same for every contestant. */
export interface Line {
  readonly url: string
  readonly token: string
  readonly say: (frame: Frame) => void
  readonly listeners: () => number
  readonly close: () => Promise<void>
}

export async function openLine(): Promise<Line> {
  // What is asked over HTTP is what was missed, and nothing is.
  const http = createServer((_, response) => {
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', 'authorization')
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ data: [], server_time: new Date().toISOString() }))
  })
  const io = new Server(http, { path: '/api/ws', cors: { origin: '*' } })
  io.on('connection', (socket) => {
    socket.emit('ready', { userId: 'user-1', serverTime: new Date().toISOString(), capabilities: ['acks', 'changes'] })
    socket.on('subscribe:conversation', async (room: string, answer: (answer: object) => void) => {
      await socket.join(room)
      answer({ ok: true })
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    token: unsignedJwt({ workspaceId: 'demo', sub: 'user-1' }),
    say: ({ name, payload }) => void io.to(CONVERSATION).emit(name, payload),
    listeners: () => io.engine.clientsCount,
    close: async () => await io.close(),
  }
}
