/** @chatscope/use-chat: its storage, which the hooks read after every change. */
import { createRequire } from 'node:module'

const { BasicStorage, ChatMessage } = createRequire(import.meta.url)('@chatscope/use-chat')

const CONVERSATION = 'conversation-1'

export function prepare({ history, events }) {
  let groups = 0
  const storage = new BasicStorage({ groupIdGenerator: () => `group-${(groups += 1)}` })
  const toChatMessage = (message) =>
    new ChatMessage({
      id: message.id,
      content: message.text,
      contentType: 0,
      senderId: message.sender.id,
      direction: message.direction === 'outbound' ? 1 : 0,
      status: message.status,
      createdTime: new Date(message.createdAt),
    })
  const byId = new Map()
  const add = (message) => {
    const chatMessage = toChatMessage(message)
    byId.set(chatMessage.id, chatMessage)
    storage.addMessage(chatMessage, CONVERSATION)
  }
  storage.addConversation({ id: CONVERSATION, participants: [], unreadCounter: 0, draft: '' })
  storage.setActiveConversation(CONVERSATION)
  history.forEach(add)
  return {
    run: () => {
      for (const event of events) {
        if (event.type === 'message') add(event.message)
        else storage.updateMessage(Object.assign(byId.get(event.id), { status: event.status }))
        storage.getState()
      }
    },
    read: () => storage.getState().currentMessages.flatMap(({ messages }) => messages),
  }
}
