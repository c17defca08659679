import type { ConversationId } from '../domain/ids.ts'
import type { ConversationClient } from './conversationClient.ts'

/** A client that takes a conversation's id in any spelling and knows it by one: that of the server's events. */
export function withCanonicalIds(
  client: ConversationClient,
  toId: (id: ConversationId) => ConversationId,
): ConversationClient {
  return {
    ...client,
    get transport() {
      return client.transport
    },
    watch: (id) => client.watch(toId(id)),
    watchMessages: (id) => client.watchMessages(toId(id)),
    watchTyping: (id) => client.watchTyping(toId(id)),
    watchPresence: (id) => client.watchPresence(id === null ? null : toId(id)),
    announcePresence: (id) => client.announcePresence(id === null ? null : toId(id)),
    sendMessage: (input) => client.sendMessage({ ...input, conversationId: toId(input.conversationId) }),
    retryMessage: (id, messageId) => client.retryMessage(toId(id), messageId),
    markRead: (id) => client.markRead(toId(id)),
    updateConversation: (id, changes) => client.updateConversation(toId(id), changes),
    notifyTyping: (id, isTyping) => client.notifyTyping(toId(id), isTyping),
    queries: {
      ...client.queries,
      messages: (id) => client.queries.messages(toId(id)),
      conversation: (id) => client.queries.conversation(toId(id)),
    },
  }
}
