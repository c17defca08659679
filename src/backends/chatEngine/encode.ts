import type { Command } from '../../domain/commands.ts'
import type { Frame } from '../../transports/transport.ts'

/** Says a command in ChatEngine's words. */
export function encode(command: Command): Frame {
  switch (command.type) {
    case 'subscribe':
      return { name: 'subscribe:conversation', payload: command.conversationId }
    case 'unsubscribe':
      return { name: 'unsubscribe:conversation', payload: command.conversationId }
    case 'notifyTyping':
      return { name: 'typing', payload: { conversationId: command.conversationId, isTyping: command.isTyping } }
    case 'announcePresence':
      return { name: 'presence', payload: { status: command.status, viewing: command.viewing } }
    case 'authenticate':
      return { name: 'authenticate', payload: { token: command.token } }
    case 'ping':
      return { name: 'ping', payload: {} }
  }
}
