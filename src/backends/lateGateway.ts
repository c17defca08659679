import type { Gateway } from './backend.ts'

type Request = Exclude<keyof Gateway, 'toCursor'>

/** A gateway whose code is loaded with the first request. One that cannot be loaded rejects as a request that got nowhere. */
export function createLateGateway(toCursor: Gateway['toCursor'], load: () => Promise<Gateway>): Gateway {
  const late = <Name extends Request>(name: Name) =>
    (async (...request: unknown[]) => {
      const gateway = await load()
      return (gateway[name] as (...request: unknown[]) => unknown)(...request)
    }) as Gateway[Name]
  return {
    toCursor,
    listMessages: late('listMessages'),
    listConversations: late('listConversations'),
    getConversation: late('getConversation'),
    listMessageChanges: late('listMessageChanges'),
    listConversationChanges: late('listConversationChanges'),
    sendMessage: late('sendMessage'),
    markRead: late('markRead'),
    updateConversation: late('updateConversation'),
  }
}
