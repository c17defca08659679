import { ConversationError } from './errors.ts'

/**
 * What can be asked of a backend beyond its live events, by the name of what asks for it. A fact of the backend's
 * definition; what a *server* announces of itself is a `Capability`.
 */
export type Operation =
  /** The history of a conversation. Without it, a conversation begins with what comes live. */
  | 'listMessages'
  /** The conversations there are. Without it, the list holds those that were heard of. */
  | 'listConversations'
  | 'sendMessage'
  | 'markRead'
  | 'updateConversation'
  | 'notifyTyping'

export const OPERATIONS: readonly Operation[] = [
  'listMessages',
  'listConversations',
  'sendMessage',
  'markRead',
  'updateConversation',
  'notifyTyping',
]

const WORDS: Readonly<Record<Operation, string>> = {
  listMessages: 'load the messages',
  listConversations: 'load the conversations',
  sendMessage: 'send the message',
  markRead: 'mark the conversation as read',
  updateConversation: 'change the conversation',
  notifyTyping: 'tell that somebody is typing',
}

/** What a call rejects with that the backend has no way to carry out. */
export function toUnsupported(operation: Operation, backend: string): ConversationError {
  const reason = `${backend} cannot (${operation}). Look at the client's "capabilities" before offering it.`
  return new ConversationError('unsupported', `unable to ${WORDS[operation]}; ${reason}`)
}
