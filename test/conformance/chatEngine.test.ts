import { io } from 'socket.io-client'
import { chatEngine } from '../../src/backends/chatEngine/index.ts'
import type { Engine } from '../../src/engine/index.ts'
import { describeBackend } from '../../src/testing/describeBackend.ts'
import { startEngineServer, type EngineWire } from './engineServer.ts'
import { kit } from './kit.ts'

const toWire = (engine: Engine, url: string): EngineWire => ({
  connect: (_, getToken) => chatEngine({ url, getToken }),
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
})

describeBackend({ name: 'ChatEngine, extended', start: () => startEngineServer({}, toWire) }, kit)

describeBackend(
  {
    name: 'ChatEngine, base',
    hasPresence: false,
    start: () =>
      startEngineServer(
        // As slow to join a room as a busy server is, and with the echo ahead of the answer.
        { capabilities: [], quirks: { joinDelayMs: 150, echoBeforeAnswerMs: 30, echoClientId: false } },
        toWire,
      ),
  },
  kit,
)
