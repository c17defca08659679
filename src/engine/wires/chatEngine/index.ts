import { Hono } from 'hono'
import { createBroadcast } from '../../delivery/broadcast.ts'
import type { Api } from '../../http/apiEnv.ts'
import { attachmentRoutes } from '../../http/attachmentRoutes.ts'
import { authenticate } from '../../http/authenticate.ts'
import { conversationRoutes } from '../../http/conversationRoutes.ts'
import { mediaRoutes } from '../../http/mediaRoutes.ts'
import { messageRoutes } from '../../http/messageRoutes.ts'
import { countConnections } from '../../socket/countConnections.ts'
import { createSocketServer } from '../../socket/createSocketServer.ts'
import { conversationRoom } from '../../socket/socketTypes.ts'
import type { Wire } from '../wire.ts'
import { WIRE_ADDRESSES } from '../wireAddresses.ts'

/** The engine's own wire: its base, and as many of its extensions as the options say. */
export const chatEngineWire: Wire = {
  openSockets: (httpServer, context) => {
    const io = createSocketServer(httpServer, context)
    return {
      tell: createBroadcast(io, context),
      tellTyping: (typing) => io.to(conversationRoom(typing.conversationId)).emit('typing', typing),
      count: () => countConnections(io),
      disconnectAll: () => io.disconnectSockets(true),
      close: () => io.close(),
    }
  },
  addRoutes: (app, context) => {
    const api: Api = new Hono()
    api.use(authenticate(context.tokens))
    api.route('/attachments', attachmentRoutes(context))
    api.route('/conversations', conversationRoutes(context))
    api.route('/messages', messageRoutes(context))
    api.route('/media', mediaRoutes(context))
    app.route(WIRE_ADDRESSES.chatengine.apiPath, api)
  },
}
