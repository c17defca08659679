import { OPERATIONS } from '../../domain/operation.ts'
import { getRefusal, lacks, type Test } from '../conformanceTools.ts'
import { until } from '../testKit.ts'

/** What it can do, what it cannot, and what becomes of the connection. */
export const ABILITY_TESTS: Readonly<Record<string, Test>> = {
  'says what it can do, and refuses at once what it cannot': async ({ can, create, expect }) => {
    // Nothing is connected: a refusal that needs no server comes before there is one.
    const client = create()
    const known = client.capabilities.get()
    expect(OPERATIONS.filter((operation) => known.has(operation))).toEqual(OPERATIONS.filter(can))
    const id = 'a0000000-0000-4000-8000-000000000001'
    const calls = {
      sendMessage: () => client.sendMessage({ conversationId: id, text: 'Hello' }),
      markRead: () => client.markRead(id),
      updateConversation: () => client.updateConversation(id, { status: 'resolved' }),
    }
    for (const operation of ['sendMessage', 'markRead', 'updateConversation'] as const) {
      if (!can(operation)) expect([operation, await getRefusal(calls[operation])]).toEqual([operation, 'unsupported'])
    }
  },

  'has no history where it cannot list it, and is up to date all the same': lacks('listMessages', async (tools) => {
    const { server, tenant, openThread, open, expect } = tools
    const thread = await openThread(open(), await server.createConversation(tenant, 3))
    const { messages, hasNextPage, error } = thread.get()
    expect([messages, hasNextPage, error]).toEqual([[], false, null])
  }),

  'lists the conversations that were heard of where it cannot ask for them': lacks(
    'listConversations',
    async (tools) => {
      const { server, tenant, open, openInbox, openThread, expect } = tools
      const client = open()
      const inbox = await openInbox(client)
      const id = await server.createConversation(tenant, 0)
      await openThread(client, id)
      await server.receive(id, 'Bom dia!')
      await until(() => expect(inbox.ids()).toEqual([id]))
      await until(() => expect(inbox.get().conversations[0]?.lastMessagePreview).toEqual('Bom dia!'))
    },
  ),

  'renews a token that is refused': async ({ server, tenant, open, openThread, expect }) => {
    const id = await server.createConversation(tenant, 0)
    const thread = await openThread(open({ hasExpiredToken: true }), id)
    await server.receive(id, 'Bom dia!')
    await until(() => expect(thread.texts()).toEqual(['Bom dia!']))
  },

  'leaves no connection behind': async ({ server, create, connected, expect }) => {
    await until(() => expect(server.connections()).toEqual(0))
    const client = create()
    const unmounts = Array.from({ length: 5 }, () => client.mount())
    await connected(client)
    expect(server.connections()).toEqual(1)
    for (const unmount of unmounts) unmount()
    await until(() => expect(server.connections()).toEqual(0))
  },
}
