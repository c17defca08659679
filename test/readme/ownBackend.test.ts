// @vitest-environment node
import { describe, expect, it, onTestFinished } from 'vitest'
import { createConversationClient } from '../../src/core.ts'
import { startExampleServer } from '../conformance/exampleServer.ts'
import { getBlock, writeBlocks } from '../helpers/readmeBlocks.ts'

const { load } = await writeBlocks('ownBackend')
// Its own words: the suite, on the backend beside it, over a real server.
await load('src/acme.test.ts')

describe('the README', () => {
  it('has a backend of one’s own in no more than 60 lines', () => {
    const lines = getBlock('src/acme.ts').trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(20)
    expect(lines.length).toBeLessThanOrEqual(60)
  })

  it('whose list keeps to its filter', async () => {
    const { acme } = await load<{ acme: Parameters<typeof startExampleServer>[0] }>('src/acme.ts')
    const server = await startExampleServer(acme)
    onTestFinished(server.stop)
    const unread = await server.createConversation('shop', 1)
    const read = await server.createConversation('shop', 0)
    const client = createConversationClient({ backends: [server.connect('shop')] })
    onTestFinished(client.mount())
    const watch = (filter: { readonly unreadOnly?: boolean }) => {
      const inbox = client.watchConversations(filter)
      onTestFinished(inbox.close)
      return () => inbox.get().conversations.map(({ id }) => id)
    }
    const [all, waiting] = [watch({}), watch({ unreadOnly: true })]
    await expect.poll(all).toEqual([unread, read])
    await expect.poll(waiting).toEqual([unread])
  })
})
