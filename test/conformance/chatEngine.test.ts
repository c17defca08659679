import { io } from 'socket.io-client'
import { chatEngine } from '../../src/backends/chatEngine/index.ts'
import { createEngine, type EngineOptions } from '../../src/engine/index.ts'
import { describeBackend, type BackendServer } from './describeBackend.ts'

/** Puts an engine behind the suite's doors. */
async function start(options: EngineOptions): Promise<BackendServer> {
  const engine = await createEngine({ provider: false, ...options })
  const { url } = await engine.listen()
  const phones = new Map<string, { readonly phone: string; readonly phoneNumberId: string }>()
  let number = 0

  return {
    connect: (tenant, { hasExpiredToken = false } = {}) => {
      let isFirst = true
      return chatEngine({
        url,
        getToken: async () => {
          const isExpired = hasExpiredToken && isFirst
          isFirst = false
          const token = await engine.signToken({ workspaceId: tenant, userId: 'agent-1', userName: 'Carlos' })
          // Signed by nobody the server knows: refused, as an expired one is.
          return isExpired ? token.slice(0, -4) + 'AAAA' : token
        },
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
        'select id::text, body as text, status from messages where conversation_id = $1 order by created_at, id::text',
        [conversationId],
      ),
    dropConnections: engine.disconnectSockets,
    typeAsAnother: async (tenant, conversationId) => {
      const token = await engine.signToken({ workspaceId: tenant, userId: 'agent-2' })
      const socket = io(url, { path: '/api/ws', auth: { token, workspaceId: tenant }, forceNew: true })
      await new Promise((resolve) => socket.once('connect', () => resolve(null)))
      socket.emit('subscribe:conversation', conversationId)
      socket.emit('typing', { conversationId, isTyping: true })
      await new Promise((resolve) => setTimeout(resolve, 100))
      socket.disconnect()
    },
    connections: () => engine.stats().totalConnections,
    stop: engine.close,
  }
}

describeBackend({ name: 'ChatEngine, extended', start: () => start({}) })

describeBackend({
  name: 'ChatEngine, base',
  // As slow to join a room as a busy server is, and with the echo ahead of the answer.
  start: () => start({ capabilities: [], quirks: { joinDelayMs: 150, echoBeforeAnswerMs: 30, echoClientId: false } }),
})
