import { QueryClient, QueryObserver } from '@tanstack/query-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { Conversation } from '../../src/domain/conversation.ts'
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
    client,
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

describe('an observer', () => {
  it('that is given the same id of another workspace shows that one, although it changed longer ago', async () => {
    const queryClient = new QueryClient()
    const [queries, others] = ['Maria', 'João'].map((name, position) => {
      const fake = createFakeBackend()
      const contact = { id: name, name, phone: null, avatarUrl: null }
      storeConversations(
        fake,
        buildConversation({ id: 'one', contact, updatedAt: `2026-0${6 - position}-01T00:00:00.000Z` }),
      )
      const client = createConversationClient({ backends: [{ ...fake.backend, key: name }], queryClient })
      onTestFinished(client.mount())
      return client.queries.conversation('one')
    })
    if (queries === undefined || others === undefined) throw new Error('there are two')
    await queryClient.prefetchQuery(others)
    const observer = new QueryObserver(queryClient, queries)
    onTestFinished(observer.subscribe(() => {}))
    const getName = () => observer.getCurrentResult().data?.contact.name
    await expect.poll(getName).toBe('Maria')
    observer.setOptions(others)
    expect(getName()).toBe('João')
  })

  it('may choose what it shows', async () => {
    const { client, one, load } = await start()
    await load()
    const select = ({ assigneeId }: Conversation) => ({ assigneeId })
    const observer = new QueryObserver(client.queryClient, { ...client.queries.conversation('one'), select })
    onTestFinished(observer.subscribe(() => {}))
    client.queryClient.setQueryData(client.queries.conversation('one').queryKey, { ...one, assigneeId: 'ana' })
    expect(observer.getCurrentResult().data).toEqual({ assigneeId: 'ana' })
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
