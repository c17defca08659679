import type { Test } from '../conformanceTools.ts'
import { until } from '../testKit.ts'

/** What was missed. */
export const RECOVERY_TESTS: Readonly<Record<string, Test>> = {
  'misses nothing while the server cuts every connection again and again': async (tools) => {
    const { server, tenant, open, openThread, connected, can, expect } = tools
    const id = await server.createConversation(tenant, 3)
    const client = open()
    const thread = await openThread(client, id)
    for (let number = 0; number < 40; number += 1) {
      if (number % 8 === 4) server.dropConnections()
      await server.receive(id, `through the cut ${number}`)
    }
    // Without a key a send that is lost with its line is not repeated: it leaves once the line is seen to work.
    const isSafe = client.capabilities.get().has('idempotency')
    if (!isSafe) await until(() => expect(thread.messages().length).toEqual(43))
    if (can('sendMessage')) await client.sendMessage({ conversationId: id, text: 'still here' }).settled
    await connected(client)
    await until(() => expect(thread.messages().length).toEqual(can('sendMessage') ? 44 : 43))
    await thread.equalsServer()
  },

  'does not fall into the hole between fetching and subscribing': async (tools) => {
    const { server, tenant, open, watch, expect } = tools
    const id = await server.createConversation(tenant, 1)
    const thread = watch(open(), id)
    for (let number = 0; number < 40; number += 1) await server.receive(id, `racing ${number}`)
    await until(() => expect(thread.messages().length).toEqual(41))
    await thread.equalsServer()
  },
}
