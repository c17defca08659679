import type { EngineContext } from '../engineContext.ts'
import { conversationRoom, type EngineServer, workspaceRoom } from '../socket/socketTypes.ts'
import type { StoredMessage } from '../store/storedMessage.ts'
import { toWebSocketConversation } from '../wire/toWebSocketConversation.ts'
import { toWebSocketMessage, toWebSocketMessageStatus } from '../wire/toWebSocketMessage.ts'
import type { Change } from './changeFeed.ts'

/**
 * Tells the sockets of one change: messages and receipts to those who have subscribed to the conversation, conversations
 * to the whole workspace, so that lists are live without subscribing to anything.
 */
export function createBroadcast(io: EngineServer, { features, mediaLinks }: EngineContext): (change: Change) => void {
  const isVisible = ({ is_private, deleted_at }: StoredMessage) =>
    (features.has('crm') || !is_private) && (features.isExtended || deleted_at === null)

  const tellMessage = (message: StoredMessage) => {
    const room = conversationRoom(message.conversation_id)
    const toWire = (origin: string) =>
      toWebSocketMessage(message, { features, toMediaUrl: (id) => origin + mediaLinks.create(id).path })
    if (!message.has_content) {
      io.to(room).emit('message', toWire(''))
      return
    }
    // A link begins with the origin under which each client has reached this server.
    for (const id of io.sockets.adapter.rooms.get(room) ?? []) {
      const socket = io.sockets.sockets.get(id)
      socket?.emit('message', toWire(socket.data.origin))
    }
  }

  return (change) => {
    switch (change.type) {
      case 'message':
        if (isVisible(change.message)) tellMessage(change.message)
        return
      case 'messageStatus': {
        const { message } = change
        if (!isVisible(message)) return
        io.to(conversationRoom(message.conversation_id)).emit(
          'messageStatus',
          toWebSocketMessageStatus(message, features),
        )
        return
      }
      case 'conversation': {
        const { conversation } = change
        io.to(workspaceRoom(conversation.workspace_id)).emit(
          'conversation',
          toWebSocketConversation(conversation, features),
        )
      }
    }
  }
}
