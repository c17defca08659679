import { getRefusal, type Test } from '../conformanceTools.ts'
import { until } from '../testKit.ts'

/** What has happened before. */
export const HISTORY_TESTS: Readonly<Record<string, Test>> = {
  'pages through the history, each message once, oldest first': async (tools) => {
    const { server, tenant, open, openThread, expect } = tools
    const id = await server.createConversation(tenant, 130)
    const thread = await openThread(open(), id)
    expect(thread.messages().length).toEqual(50)
    while (thread.get().hasNextPage) await thread.fetchNextPage()
    await thread.equalsServer()
  },

  'pages on while new messages come in': async ({ server, tenant, open, openThread, expect }) => {
    const id = await server.createConversation(tenant, 130)
    const thread = await openThread(open(), id)
    for (let number = 0; thread.get().hasNextPage; number += 1) {
      await server.receive(id, `meanwhile ${number}`)
      await thread.fetchNextPage()
    }
    await until(async () => thread.equalsServer())
    expect(new Set(thread.messages().map((message) => message.id)).size).toEqual(thread.messages().length)
  },

  'refuses another tenant’s conversation, and shows nothing of it': async (tools) => {
    const { server, tenant, open, openThread, watch, connected, can, expect } = tools
    const foreign = await server.createConversation(`foreign-${tenant}`, 3)
    const client = open()
    const thread = watch(client, foreign)
    await until(() => expect(thread.get().error?.code).toEqual('not_found'))
    await connected(client)
    await server.receive(foreign, 'not for you')
    const own = await server.createConversation(tenant, 0)
    const ownThread = await openThread(client, own)
    await server.receive(own, 'for you')
    await until(() => expect(ownThread.texts()).toEqual(['for you']))
    expect(thread.messages()).toEqual([])
    if (!can('sendMessage')) return
    const send = () => client.sendMessage({ conversationId: foreign, text: 'hi' }).settled
    expect(await getRefusal(send)).toEqual('not_found')
  },
}
