import type { Server } from 'node:http'
import type { EngineContext } from '../../engineContext.ts'
import { countConnections } from '../../socket/countConnections.ts'
import { openSocketServer } from '../../socket/openSocketServer.ts'
import { conversationRoom, type WireSocket } from '../../socket/socketTypes.ts'
import type { StoredMessage } from '../../store/storedMessage.ts'
import { getMediaUrl } from '../getMediaUrl.ts'
import { isHidden, isTold } from '../isTold.ts'
import { listTargets } from '../listTargets.ts'
import type { WireSockets } from '../wire.ts'
import { answerCommands } from './answerCommands.ts'
import type { PyTakeEvents } from './payloads.ts'
import { toPyTakeMessage, toPyTakeStatus } from './toPyTakeMessage.ts'

/** PyTake's sockets: messages, receipts and typing for whoever has joined the conversation, and nothing for anybody else. */
export function openPyTakeSockets(httpServer: Server, context: EngineContext): WireSockets {
  const { quirks } = context.settings
  const io = openSocketServer<PyTakeEvents>(httpServer, context, {
    // python-socketio's own words, whatever the reason was.
    toRefusal: () => new Error('Connection rejected by server'),
    ...(quirks.greetsEarly && { onAdmitted: greet }),
  })
  io.on('connection', (socket) => {
    if (!quirks.greetsEarly) greet(socket)
    answerCommands(socket, context)
  })

  const tellMessage = (message: StoredMessage) => {
    const room = conversationRoom(message.conversation_id)
    const rooms = quirks.duplicates ? [room, room] : [room]
    for (const { to, origin } of listTargets(io, { rooms, isPerRoom: true, hasLinks: message.has_content })) {
      const mediaUrl = getMediaUrl(message, origin, context)
      to.emit('message:new', toPyTakeMessage(message, { quirks, place: 'socket', mediaUrl }))
    }
  }

  const tellStatus = (message: StoredMessage) => {
    const room = io.to(conversationRoom(message.conversation_id))
    room.emit('message:status', toPyTakeStatus(message, quirks))
    const stepsBack = quirks.backwardStatuses && message.status === 'read'
    if (stepsBack) room.emit('message:status', toPyTakeStatus({ ...message, status: 'delivered' }, quirks))
  }

  return {
    tell: (change) => {
      // There is no event for a conversation: lists learn of it from its messages.
      if (change.type === 'conversation' || !isTold(change.message)) return
      if (change.type === 'messageStatus') tellStatus(change.message)
      else if (change.isNew && !isHidden(change.message, context)) tellMessage(change.message)
    },
    tellTyping: ({ conversationId, userId, isTyping }) => {
      const typing = { conversation_id: conversationId, user_id: userId, typing: isTyping }
      io.to(conversationRoom(conversationId)).emit('user_typing', typing)
    },
    count: () => countConnections(io),
    disconnectAll: () => io.disconnectSockets(true),
    close: () => io.close(),
  }
}

function greet(socket: WireSocket<PyTakeEvents>): void {
  const { userId, workspaceId } = socket.data.caller
  socket.emit('connected', { message: 'Connected to PyTake WebSocket', user_id: userId ?? workspaceId })
}
