import { describe, expect, it, onTestFinished } from 'vitest'
import type { Backend } from '../../src/backends/backend.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import { startFakeClient, watchIds } from '../helpers/fakeClient.ts'
import { messageAt, store, storeHistory } from '../helpers/history.ts'
import { openThread, SETTLED_MS } from '../helpers/openThread.ts'
import { stopClock } from '../helpers/stillClock.ts'

const conversationId = 'conversation-1'
/** A base server's join is assumed by then, and looked after once more only later. */
const JOINED_MS = 500

/** A base server that has gone on by more than a catch-up reads, and whose newest page is on its way. */
async function fallBehind() {
  const opened = await openThread({ capabilities: [], fill: (fake) => storeHistory(fake, 0, 10) })
  opened.fake.transport.drop()
  storeHistory(opened.fake, 10, 710)
  const release = opened.fake.holdNext('listMessages')
  opened.fake.transport.restore()
  await opened.wait(JOINED_MS)
  expect(opened.status()).toBe('catching-up')
  return { ...opened, release }
}

describe('a list that starts anew after a gap too large to fill', () => {
  it('keeps a message that came live meanwhile', async () => {
    const { fake, wait, ids, status, release } = await fallBehind()
    fake.write(messageAt(2000, { id: 'live' }))
    await wait(50)
    expect(ids()).toContain('live')
    release()
    await wait(100)
    expect(status()).toBe('connected')
    expect(ids()).toHaveLength(51)
    expect(ids().at(-1)).toBe('live')
  })

  it('keeps the agent’s own message that was accepted meanwhile', async () => {
    const { client, wait, rows, status, release } = await fallBehind()
    await client.sendMessage({ conversationId, text: 'My answer' }).settled
    release()
    await wait(100)
    expect(status()).toBe('connected')
    expect(rows()).toHaveLength(51)
    expect(rows().at(-1)).toEqual(['My answer', 'pending'])
  })

  it('keeps a live message where changes are told without an end, too', async () => {
    const wait = stopClock()
    const fake = createFakeBackend()
    const client = createConversationClient({ backends: [withEndlessChanges(fake.backend)] })
    onTestFinished(client.mount())
    store(fake, messageAt(1))
    const { ids } = watchIds(client)
    await wait(SETTLED_MS)
    const release = fake.holdNext('listMessages')
    fake.transport.drop()
    fake.transport.restore()
    await wait(50)
    expect(fake.calls.at(-1)?.method).toBe('listMessages')
    fake.write(messageAt(10, { id: 'live' }))
    await wait(50)
    release()
    await wait(SETTLED_MS)
    expect(client.connection.get().status).toBe('connected')
    expect(ids()).toEqual(['m000001', 'live'])
  })
})

describe('a base server’s gap of more than a page', () => {
  it('is filled in a conversation that was opened while the line was down, behind what comes live', async () => {
    const wait = stopClock()
    const { fake, client } = startFakeClient({ capabilities: [] })
    storeHistory(fake, 0, 10)
    await wait(SETTLED_MS)
    fake.transport.drop()
    const { ids } = watchIds(client)
    await wait(1_000)
    expect(ids()).toHaveLength(10)
    storeHistory(fake, 10, 90)
    fake.transport.restore()
    await wait(200)
    expect(fake.transport.isJoined(conversationId)).toBe(true)
    fake.write(messageAt(95))
    await wait(SETTLED_MS)
    expect(ids()).toEqual([...fake.messages.keys()])
    expect(client.connection.get().status).toBe('connected')
  })

  it('is filled when the first page was read before the conversation was joined, and landed after', async () => {
    const wait = stopClock()
    const { fake, client } = startFakeClient({ capabilities: [] })
    storeHistory(fake, 0, 10)
    fake.transport.drop()
    const release = fake.holdNext('listMessages')
    const { ids } = watchIds(client)
    await wait(10)
    storeHistory(fake, 10, 90)
    fake.transport.restore()
    await wait(JOINED_MS)
    fake.write(messageAt(95))
    await wait(50)
    release()
    await wait(SETTLED_MS)
    expect(ids()).toEqual([...fake.messages.keys()])
  })

  it('is filled although one message comes from a phone whose clock is an hour ahead', async () => {
    const { fake, wait, ids, thread, status } = await openThread({
      capabilities: [],
      fill: (fake) => {
        storeHistory(fake, 0, 10)
        store(fake, messageAt(3600))
      },
    })
    fake.transport.drop()
    storeHistory(fake, 10, 100)
    fake.transport.restore()
    await wait(SETTLED_MS)
    expect(status()).toBe('connected')
    expect(ids()).toEqual([...fake.messages.keys()].toSorted())
    expect(thread.get().hasNextPage).toBe(false)
  })
})

/** However many pages of changes are read, there are more. */
function withEndlessChanges(backend: Backend): Backend {
  return {
    ...backend,
    start: () => {
      const session = backend.start()
      const { listMessageChanges } = session.gateway
      return {
        ...session,
        gateway: {
          ...session.gateway,
          listMessageChanges: async (...request) => ({ ...(await listMessageChanges(...request)), nextCursor: 'more' }),
        },
      }
    },
  }
}
