import { io } from 'socket.io-client'
import { whatsAppKanban } from '../../src/backends/whatsAppKanban/index.ts'
import type { WhatsAppKanbanOptions } from '../../src/backends/whatsAppKanban/options.ts'
import type { Engine } from '../../src/engine/index.ts'
import { describeBackend } from '../../src/testing/describeBackend.ts'
import { startEngineServer, type EngineWire } from './engineServer.ts'
import { kit } from './kit.ts'

const toWire =
  (options: Partial<WhatsAppKanbanOptions>) =>
  (engine: Engine, url: string): EngineWire => ({
    connect: (_, getToken) => whatsAppKanban({ url, getToken, ...options }),
    // WhatsApp's clock has no milliseconds: several messages of a customer share a second.
    writtenAt: `case when is_outgoing then created_at else date_trunc('second', created_at) end`,
    dropConnections: engine.disconnectSockets,
    typeAsAnother: async (tenant, conversationId) => {
      const token = await engine.signToken({ workspaceId: tenant, userId: 'agent-2' })
      const socket = io(url, { path: '/socket.io', auth: { token }, forceNew: true })
      await new Promise((resolve) => socket.once('connect', () => resolve(null)))
      socket.emit('typing', { conversationId, isTyping: true })
      await new Promise((resolve) => setTimeout(resolve, 100))
      socket.disconnect()
    },
    connections: () => engine.stats().totalConnections,
  })

describeBackend(
  {
    name: 'WhatsApp Kanban',
    hasPresence: false,
    cannot: ['markRead', 'updateConversation'],
    start: () => startEngineServer({ wire: 'kanban' }, toWire({ conversationsPath: '/conversations' })),
  },
  kit,
)

describeBackend(
  {
    name: 'WhatsApp Kanban in other words, slow to join and without a list',
    hasPresence: false,
    cannot: ['listConversations', 'markRead', 'updateConversation'],
    start: () => startEngineServer({ wire: 'kanban', quirks: { fieldVariants: true, joinDelayMs: 150 } }, toWire({})),
  },
  kit,
)
