import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { createTimers } from '../../lib/timers.ts'
import type { FrameVersion } from './frame.ts'
import { loadOptional } from './loadOptional.ts'
import type { RealtimeContext } from './realtimeContext.ts'
import { createRealtimeSocket, type RealtimeSocket } from './realtimeSocket.ts'
import { toUpgradeError } from './tokenWords.ts'

/** Realtime's sockets. The only importer of `ws`, which is loaded when it is asked for and not before. */
export interface RealtimeServer {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  readonly dropSockets: (code?: 1006 | 1012) => void
  readonly expireTokens: () => void
  readonly crashChannels: () => void
  readonly close: () => Promise<void>
}

/** A larger frame ends the connection with 1009. */
const LARGEST_FRAME = 5_000_000

export async function createRealtimeServer(getContext: () => RealtimeContext): Promise<RealtimeServer> {
  const { WebSocketServer } = await loadOptional(() => import('ws'))
  const server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_FRAME })
  const sessions = new Set<RealtimeSocket>()
  /** Connections that still wait for their refusal: nobody else would end them. */
  const refused = new Set<Duplex>()
  const timers = createTimers()

  const accept = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const context = getContext()
    const query = new URL(request.url ?? '', 'http://localhost').searchParams
    const refusal = await findRefusal(request, query, context)
    if (refusal !== null) {
      refused.add(socket)
      socket.on('close', () => refused.delete(socket))
      timers.start(context.settings.upgradeErrorDelayMs, () => refuse(socket, refusal))
      return
    }
    server.handleUpgrade(request, socket, head, (client) => {
      const { idleTimeoutMs } = context.settings
      const session = createRealtimeSocket({
        context,
        version: (query.get('vsn') ?? '1.0.0') as FrameVersion,
        connectionToken: readKey(request, query) ?? '',
        send: (data) => client.send(data),
      })
      sessions.add(session)
      let stopIdle = () => {}
      const heard = () => {
        stopIdle()
        stopIdle = timers.start(idleTimeoutMs, () => client.close(1000))
      }
      heard()
      client.on('message', (data: Buffer, isBinary) => {
        heard()
        session.receive(data, isBinary)
      })
      client.on('close', () => {
        stopIdle()
        session.stop()
        sessions.delete(session)
      })
      // What is wrong with a connection ends it, and `close` follows.
      client.on('error', () => {})
    })
  }

  return {
    upgrade: (request, socket, head) => {
      socket.on('error', () => socket.destroy())
      accept(request, socket, head).catch(() => socket.destroy())
    },
    dropSockets: (code = 1006) => {
      for (const client of server.clients) {
        // 1006 is what a client sees when nobody has said goodbye.
        if (code === 1006) client.terminate()
        else client.close(code)
      }
    },
    expireTokens: () => {
      for (const session of sessions) session.expireTokens()
    },
    crashChannels: () => {
      for (const session of sessions) session.crashChannels()
    },
    close: async () => {
      timers.clear()
      for (const socket of refused) socket.destroy()
      for (const client of server.clients) client.close(1012)
      for (const session of sessions) session.stop()
      await new Promise((resolve) => {
        server.close(resolve)
        // A client that does not answer the goodbye is not waited for.
        setTimeout(() => server.clients.forEach((client) => client.terminate()), GOODBYE_MS).unref()
      })
    },
  }
}

const GOODBYE_MS = 500

interface Refusal {
  readonly status: number
  readonly error: string | null
}

async function findRefusal(
  request: IncomingMessage,
  query: URLSearchParams,
  { faults, tokens }: RealtimeContext,
): Promise<Refusal | null> {
  if (faults.refuseUpgrade !== null) return { status: faults.refuseUpgrade, error: 'Token has expired' }
  if (!['1.0.0', '2.0.0', null].includes(query.get('vsn'))) return { status: 403, error: null }
  const key = readKey(request, query)
  if (key === null) return { status: 401, error: 'API key is missing' }
  const result = await tokens.verify(key)
  return result.ok ? null : { status: 401, error: toUpgradeError(result) }
}

function readKey({ headers }: IncomingMessage, query: URLSearchParams): string | null {
  const header = headers['x-api-key']
  return (typeof header === 'string' ? header : query.get('apikey')) || null
}

function refuse(socket: Duplex, { status, error }: Refusal): void {
  const body = error === null ? '' : JSON.stringify({ error })
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
