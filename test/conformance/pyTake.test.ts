import { io } from 'socket.io-client'
import { pyTake } from '../../src/backends/pyTake/index.ts'
import type { Engine } from '../../src/engine/index.ts'
import { describeBackend } from '../../src/testing/describeBackend.ts'
import { startEngineServer, type EngineWire } from './engineServer.ts'
import { kit } from './kit.ts'

const toWire = (engine: Engine, url: string): EngineWire => ({
  connect: (_, getToken) => pyTake({ url, getToken }),
  dropConnections: engine.disconnectSockets,
  typeAsAnother: async (tenant, conversation_id) => {
    const token = await engine.signToken({ workspaceId: tenant, userId: 'agent-2' })
    const socket = io(url, { path: '/socket.io', auth: { token }, forceNew: true })
    await new Promise((resolve) => socket.once('connect', () => resolve(null)))
    socket.emit('typing_start', { conversation_id })
    await new Promise((resolve) => setTimeout(resolve, 100))
    socket.disconnect()
  },
  connections: () => engine.stats().totalConnections,
})

describeBackend(
  {
    name: 'PyTake',
    hasPresence: false,
    cannot: ['markRead', 'updateConversation'],
    announcesConversations: false,
    start: () => startEngineServer({ wire: 'pytake' }, toWire),
  },
  kit,
)

describeBackend(
  {
    name: 'PyTake, slow to join and without bad habits',
    hasPresence: false,
    cannot: ['markRead', 'updateConversation'],
    announcesConversations: false,
    start: () => {
      const quirks = {
        joinDelayMs: 150,
        duplicates: false,
        backwardStatuses: false,
        emptyAcks: false,
        greetsEarly: false,
        dropsPingPayload: false,
        pongSaysNow: false,
        caseSensitiveRooms: false,
        mixedTimestamps: false,
        inboundReceived: false,
        listsAfter: true,
      }
      return startEngineServer({ wire: 'pytake', quirks }, toWire)
    },
  },
  kit,
)

describeBackend(
  {
    name: 'PyTake, without times on the socket',
    hasPresence: false,
    cannot: ['markRead', 'updateConversation'],
    announcesConversations: false,
    start: () => startEngineServer({ wire: 'pytake', quirks: { untimedEvents: true } }, toWire),
  },
  kit,
)
