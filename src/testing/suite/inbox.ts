import { getRefusal, type Test } from '../conformanceTools.ts'
import { until } from '../testKit.ts'

/** The list of conversations. */
export const INBOX_TESTS: Readonly<Record<string, Test>> = {
  'lists conversations by latest activity and follows them': async (tools) => {
    const { server, tenant, open, openInbox, hasPreview, expect } = tools
    const [one, two] = [await server.createConversation(tenant, 1), await server.createConversation(tenant, 1)]
    const inbox = await openInbox(open())
    await until(() => expect(inbox.ids()).toEqual([two, one]))
    await server.receive(one, 'Me first')
    await until(() => expect(inbox.ids()).toEqual([one, two]))
    expect(inbox.get().conversations[0]?.lastMessagePreview).toEqual(hasPreview ? 'Me first' : null)
  },

  'shows a conversation that begins while the list is open': async (tools) => {
    const { server, tenant, open, openInbox, openThread, announcesConversations, expect } = tools
    const client = open()
    const inbox = await openInbox(client)
    const id = await server.createConversation(tenant, 0)
    if (!announcesConversations) await openThread(client, id)
    await server.receive(id, 'I am new here')
    await until(() => expect(inbox.ids()).toEqual([id]))
    await until(() => expect(inbox.get().conversations[0]?.unreadCount).toEqual(1))
  },

  'counts what is unread, and clears it where it can': async (tools) => {
    const { server, tenant, open, openInbox, can, expect } = tools
    const id = await server.createConversation(tenant, 0)
    const client = open()
    const inbox = await openInbox(client)
    await until(() => expect(inbox.get().conversations.length).toEqual(1))
    await server.receive(id, 'one')
    await server.receive(id, 'two')
    const unread = () => inbox.get().conversations[0]?.unreadCount
    await until(() => expect(unread()).toEqual(2))
    if (can('markRead')) {
      await client.markRead(id)
      await until(() => expect(unread()).toEqual(0))
    } else {
      expect(await getRefusal(() => client.markRead(id))).toEqual('unsupported')
      expect(unread()).toEqual(2)
    }
  },
}
