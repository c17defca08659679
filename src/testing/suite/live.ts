import { needs, type Test } from '../conformanceTools.ts'
import { until } from '../testKit.ts'

/** What happens while the line is up. */
export const LIVE_TESTS: Readonly<Record<string, Test>> = {
  'brings a message live, once, with its direction': async ({ server, tenant, open, openThread, can, expect }) => {
    const id = await server.createConversation(tenant, 2)
    const thread = await openThread(open(), id)
    await server.receive(id, 'Bom dia!')
    // By its text: several messages of a customer may share a second, and then the id decides.
    const live = () => thread.messages().filter(({ text }) => text === 'Bom dia!')
    await until(() => expect(live().length).toEqual(1))
    expect(live().map(({ direction, conversationId }) => [direction, conversationId])).toEqual([['inbound', id]])
    if (can('listMessages')) await thread.equalsServer()
  },

  'keeps a burst in the server’s order': async ({ server, tenant, open, openThread, expect }) => {
    const id = await server.createConversation(tenant, 0)
    const thread = await openThread(open(), id)
    for (let number = 0; number < 60; number += 1) await server.receive(id, `burst ${number}`)
    await until(() => expect(thread.messages().length).toEqual(60))
    await thread.equalsServer()
  },

  'sends what is typed in the order typed, each message once': needs('sendMessage', async (tools) => {
    const { server, tenant, open, openThread, expect } = tools
    const id = await server.createConversation(tenant, 0)
    const client = open()
    const thread = await openThread(client, id)
    let most = 0
    thread.subscribe(() => {
      most = Math.max(most, thread.messages().length)
    })
    const texts = Array.from({ length: 10 }, (_, number) => `answer ${number}`)
    await Promise.all(texts.map((text) => client.sendMessage({ conversationId: id, text }).settled))
    await until(() => expect(thread.texts()).toEqual(texts))
    await thread.equalsServer()
    // The echo, whenever it comes, was never a second bubble.
    expect(most).toEqual(10)
  }),

  'shows what another agent sends': needs('sendMessage', async ({ server, tenant, open, openThread, expect }) => {
    const id = await server.createConversation(tenant, 0)
    const [here, there] = [open(), open()]
    const threads = [await openThread(here, id), await openThread(there, id)]
    await here.sendMessage({ conversationId: id, text: 'From here' }).settled
    for (const thread of threads) await until(() => expect(thread.texts()).toEqual(['From here']))
    for (const thread of threads) expect(thread.messages().at(-1)?.direction).toEqual('outbound')
    await threads[1]?.equalsServer()
  }),

  'climbs the ladder and never steps back': needs(
    'sendMessage',
    async ({ server, tenant, open, openThread, expect }) => {
      const id = await server.createConversation(tenant, 0)
      const client = open()
      const thread = await openThread(client, id)
      const seen: (string | undefined)[] = []
      thread.subscribe(() => seen.push(thread.messages()[0]?.status))
      const sent = await client.sendMessage({ conversationId: id, text: 'Hello' }).settled
      for (const status of ['sent', 'delivered', 'sent', 'read', 'delivered'] as const) {
        await server.setStatus(sent.id, status)
      }
      await until(() => expect(thread.messages()[0]?.status).toEqual('read'))
      const ladder = ['sending', 'pending', 'sent', 'delivered', 'read']
      const rungs = seen.filter((status) => status !== undefined).map((status) => ladder.indexOf(status))
      expect(rungs).toEqual(rungs.toSorted((a, b) => a - b))
    },
  ),

  'shows who is writing': needs('notifyTyping', async ({ server, tenant, open, openThread, expect }) => {
    const id = await server.createConversation(tenant, 0)
    const client = open()
    await openThread(client, id)
    const typing = client.watchTyping(id)
    await until(async () => {
      await server.typeAsAnother(tenant, id)
      expect(typing.get().length).toEqual(1)
    })
  }),

  'shows who else looks at a conversation, until they do not; nobody where the server does not tell': async (tools) => {
    const { server, tenant, hasPresence, open, connected, onFinished, expect } = tools
    const id = await server.createConversation(tenant, 0)
    const [here, there, elsewhere] = [open({ userId: 'ana' }), open({ userId: 'bia' }), open({ userId: 'eva' })]
    const names = () =>
      here
        .watchPresence(id)
        .get()
        .map(({ userId }) => userId)
    const statuses = () =>
      here
        .watchPresence(null)
        .get()
        .map(({ userId, status }) => `${userId} is ${status}`)
    onFinished(here.announcePresence(id))
    const leave = there.announcePresence(id)
    onFinished(elsewhere.announcePresence(null))
    for (const client of [here, there, elsewhere]) await connected(client)
    expect(here.capabilities.get().has('presence')).toEqual(hasPresence)
    await until(() => expect(names()).toEqual(hasPresence ? ['bia'] : []))
    await until(() => expect(statuses()).toEqual(hasPresence ? ['bia is online', 'eva is online'] : []))
    leave()
    await until(() => expect(names()).toEqual([]))
    server.dropConnections()
    await until(() => expect(statuses()).toEqual(hasPresence ? ['eva is online'] : []))
  },
}
