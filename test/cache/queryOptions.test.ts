import { QueryClient } from '@tanstack/query-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { buildConversation } from '../../src/testing/builders.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import { startFakeClient, watchIds } from '../helpers/fakeClient.ts'
import { messageAt, store } from '../helpers/history.ts'
import { storeConversations } from '../helpers/openInbox.ts'
import { SETTLED_MS } from '../helpers/openThread.ts'
import { stopClock } from '../helpers/stillClock.ts'

async function start() {
  const wait = stopClock()
  const { fake, client } = startFakeClient()
  const one = buildConversation({ id: 'one', assigneeId: null })
  storeConversations(fake, one)
  await wait(SETTLED_MS)
  const { queryClient, queries } = client
  return {
    wait,
    fake,
    one,
    load: () => queryClient.prefetchQuery(queries.conversation('one')),
    refetch: () => queryClient.refetchQueries(),
    getAssignee: () => queryClient.getQueryData<typeof one>(queries.conversation('one').queryKey)?.assigneeId,
  }
}

describe('a single conversation', () => {
  it('shows what was reported while it was read for the first time', async () => {
    const { wait, fake, one, load, getAssignee } = await start()
    const land = fake.holdNext('getConversation')
    const loaded = load()
    await wait(10)
    fake.writeConversation({ ...one, assigneeId: 'ana' })
    await wait(50)
    land()
    await loaded
    expect(getAssignee()).toBe('ana')
  })

  it('keeps what came live when an older answer lands', async () => {
    const { wait, fake, one, load, refetch, getAssignee } = await start()
    await load()
    const land = fake.holdNext('getConversation')
    const landed = refetch()
    await wait(10)
    fake.writeConversation({ ...one, assigneeId: 'ana' })
    await wait(50)
    expect(getAssignee()).toBe('ana')
    land()
    await landed
    expect(getAssignee()).toBe('ana')
  })
})

describe('watches', () => {
  it('are read though the application’s own queries are switched off by default', async () => {
    const wait = stopClock()
    const fake = createFakeBackend()
    storeConversations(fake, buildConversation({ id: 'one' }))
    store(fake, messageAt(1))
    const queryClient = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
    const client = createConversationClient({ backends: [fake.backend], queryClient })
    onTestFinished(client.mount())
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    const { ids } = watchIds(client)
    await wait(SETTLED_MS)
    expect(inbox.get().conversations.map(({ id }) => id)).toEqual(['one'])
    expect(ids()).toEqual(['m000001'])
  })
})
