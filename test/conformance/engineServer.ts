import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Backend } from '../../src/backends/backend.ts'
import { createEngine, type Engine, type EngineOptions } from '../../src/engine/index.ts'
import type { BackendServer } from '../../src/testing/backendDriver.ts'

/** The engine's own doors to one of its wires. */
export interface EngineWire extends Pick<BackendServer, 'dropConnections' | 'typeAsAnother' | 'connections'> {
  readonly connect: (tenant: string, getToken: () => Promise<string>) => Backend
  /** When a message was written, as the wire tells it; SQL. Default: when it was. */
  readonly writtenAt?: string
}

/** Puts an engine behind the suite's doors; what differs from wire to wire is asked for. */
export async function startEngineServer(
  options: EngineOptions,
  toWire: (engine: Engine, url: string, countSockets: () => number) => EngineWire,
): Promise<BackendServer> {
  const engine = await createEngine({ provider: false, ...options })
  const sockets = new Set<unknown>()
  const server = createServer()
  engine.attach(server)
  server.on('upgrade', (_, socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { connect, writtenAt = 'created_at', ...wire } = toWire(engine, url, () => sockets.size)
  const phones = new Map<string, { readonly phone: string; readonly phoneNumberId: string }>()
  let number = 0

  return {
    ...wire,
    connect: (tenant, { hasExpiredToken = false, userId = 'agent-1' } = {}) => {
      let isFirst = true
      return connect(tenant, async () => {
        const isExpired = hasExpiredToken && isFirst
        isFirst = false
        const token = await engine.signToken({ workspaceId: tenant, userId, userName: 'Carlos' })
        // Signed by nobody the server knows: refused, as an expired one is.
        return isExpired ? token.slice(0, -4) + 'AAAA' : token
      })
    },
    createConversation: async (tenant, messages = 0) => {
      const [seeded] = await engine.seed(tenant, [
        { messages: Array.from({ length: messages }, (_, position) => ({ text: `history ${position}` })) },
      ])
      if (seeded === undefined) throw new Error('nothing was seeded')
      phones.set(seeded.id, seeded)
      return seeded.id
    },
    receive: async (conversationId, body) => {
      const known = phones.get(conversationId)
      const message = {
        from: known?.phone,
        id: `wamid.${(number += 1)}`,
        timestamp: '1699999999',
        type: 'text',
        text: { body },
      }
      const metadata = { display_phone_number: '5511999999999', phone_number_id: known?.phoneNumberId }
      await engine.receiveWebhook({
        entry: [{ id: 'e', changes: [{ value: { messaging_product: 'whatsapp', metadata, messages: [message] } }] }],
      })
    },
    setStatus: async (messageId, status) => {
      await engine.database.query('update messages set status = $2 where id = $1', [messageId, status])
    },
    readMessages: (conversationId) =>
      engine.database.query(
        `select id::text, body as text, status from messages where conversation_id = $1 order by ${writtenAt}, id::text`,
        [conversationId],
      ),
    stop: async () => {
      await engine.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
