import type { Command } from '../../domain/commands.ts'
import type { Frame } from '../../transports/transport.ts'
import type { Speaker } from './speaker.ts'

/** Says a command in the words of this backend. */
export function encode(command: Command, speaker: Speaker | null): Frame | null {
  switch (command.type) {
    case 'notifyTyping': {
      if (speaker === null) return null
      const { conversationId, isTyping } = command
      return { name: 'typing', payload: { conversationId, isTyping, ...speaker } }
    }
    case 'announcePresence': {
      const { status, viewing } = command
      if (speaker === null) return null
      return { name: 'presence', payload: status === 'offline' ? null : { status, viewing, ...speaker } }
    }
    case 'authenticate':
      return { name: 'authenticate', payload: { token: command.token } }
    case 'subscribe':
    case 'unsubscribe':
      return { name: command.type, payload: command.conversationId }
    case 'ping':
      return { name: 'ping', payload: {} }
  }
}
