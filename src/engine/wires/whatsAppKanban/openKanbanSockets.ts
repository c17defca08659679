import type { Server } from 'node:http'
import type { EngineContext } from '../../engineContext.ts'
import { countConnections } from '../../socket/countConnections.ts'
import { openSocketServer } from '../../socket/openSocketServer.ts'
import { conversationRoom } from '../../socket/socketTypes.ts'
import type { StoredMessage } from '../../store/storedMessage.ts'
import { getMediaUrl } from '../getMediaUrl.ts'
import { isHidden, isTold } from '../isTold.ts'
import { listTargets } from '../listTargets.ts'
import type { WireSockets } from '../wire.ts'
import { answerCommands } from './answerCommands.ts'
import { createConversationTeller } from './conversationTeller.ts'
import type { KanbanEvents } from './payloads.ts'
import { tenantRoom, userRoom } from './rooms.ts'
import { toKanbanMessage, toKanbanStatus } from './toKanbanMessage.ts'

/**
 * Kanban's sockets: messages and receipts for the tenant and once more for the conversation, lists for the tenant, typing for
 * the conversation.
 */
export function openKanbanSockets(httpServer: Server, context: EngineContext): WireSockets {
  const { quirks } = context.settings
  const io = openSocketServer<KanbanEvents>(httpServer, context, {
    toRefusal: ({ code }) =>
      new Error(code === 'TOKEN_MISSING' ? 'Authentication token required' : 'Authentication failed'),
  })
  io.on('connection', (socket) => {
    const { workspaceId, userId } = socket.data.caller
    void socket.join([tenantRoom(workspaceId), ...(userId === null ? [] : [userRoom(userId)])])
    answerCommands(socket, context)
  })

  const listMessageTargets = (message: StoredMessage, hasLinks: boolean) =>
    listTargets(io, {
      rooms: [tenantRoom(message.workspace_id), conversationRoom(message.conversation_id)],
      isPerRoom: quirks.duplicates,
      hasLinks,
    })

  const tellMessage = (message: StoredMessage) => {
    for (const { to, origin } of listMessageTargets(message, message.has_content)) {
      const mediaUrl = getMediaUrl(message, origin, context)
      to.emit('message:new', {
        conversationId: message.conversation_id,
        message: toKanbanMessage(message, { quirks, mediaUrl }),
      })
    }
  }

  const tellStatus = (message: StoredMessage) => {
    const status = toKanbanStatus(message, quirks)
    if (status === null) return
    const stepsBack = quirks.backwardStatuses && status.status === 'READ'
    const name = quirks.fieldVariants ? 'message:status' : 'message:status-update'
    for (const { to } of listMessageTargets(message, false)) {
      to.emit(name, status)
      if (stepsBack) to.emit(name, { ...status, status: 'DELIVERED' })
    }
  }

  const tellConversation = createConversationTeller(io)
  return {
    tell: (change) => {
      if (change.type === 'conversation') tellConversation(change.conversation, change.isNew)
      else if (!isTold(change.message)) return
      else if (change.type === 'messageStatus') tellStatus(change.message)
      else if (change.isNew && !isHidden(change.message, context)) tellMessage(change.message)
    },
    tellTyping: (typing) => {
      const room = io.to(conversationRoom(typing.conversationId))
      if (quirks.fieldVariants) room.emit('conversation:typing', { ...typing, userName: typing.userId })
      else room.emit('typing', typing)
    },
    count: () => countConnections(io),
    disconnectAll: () => io.disconnectSockets(true),
    close: () => io.close(),
  }
}
