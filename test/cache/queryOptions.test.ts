import { describe, expect, it } from 'vitest'
import { buildConversation } from '../../src/testing/builders.ts'
import { startFakeClient } from '../helpers/fakeClient.ts'
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
