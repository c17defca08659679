import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ConversationError } from '../../src/domain/errors.ts'
import { startFakeClient, watchIds } from '../helpers/fakeClient.ts'
import { messageAt, store, storeHistory } from '../helpers/history.ts'
import { openThread, SETTLED_MS } from '../helpers/openThread.ts'
import { stopClock } from '../helpers/stillClock.ts'

const conversationId = 'conversation-1'
const broken = new ConversationError('server_error', 'the server answered 500')
/** Later than any watermark. */
const updatedAt = '2027-01-01T00:00:00.000Z'

describe('a conversation that is catching up', () => {
  it('goes on when it was left before another try, and opened again at once', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0)
    onTestFinished(() => random.mockRestore())
    const wait = stopClock()
    const { fake, client } = startFakeClient()
    const first = client.watchMessages('conversation-1')
    await wait(SETTLED_MS)
    fake.transport.drop()
    store(fake, messageAt(1, { updatedAt }))
    fake.failNext('listMessageChanges', broken)
    fake.transport.restore()
    // The next try is due after 250 ms, the subscription given up 100 ms after nobody looks.
    await wait(210)
    first.close()
    await wait(60)
    const { ids } = watchIds(client)
    await wait(SETTLED_MS)
    expect(ids()).toEqual(['m000001'])
    expect(client.connection.get().status).toBe('connected')
  })

  it('does not keep the connection waiting when the cache is emptied meanwhile', async () => {
    const { fake, client, wait, status } = await openThread()
    fake.transport.drop()
    const release = fake.holdNext('listMessageChanges')
    fake.transport.restore()
    await wait(10)
    expect(status()).toBe('catching-up')
    client.queryClient.clear()
    release()
    await wait(SETTLED_MS)
    expect(client.connection.get()).toMatchObject({ status: 'connected', isStale: false })
  })

  it('is called stale although the line is good, when it was opened from the cache and cannot be read', async () => {
    const wait = stopClock()
    const { fake, client } = startFakeClient()
    store(fake, messageAt(1))
    const first = client.watchMessages('conversation-1')
    await wait(SETTLED_MS)
    first.close()
    await wait(1_000)
    store(fake, messageAt(2, { updatedAt }))
    for (let count = 0; count < 3; count += 1) fake.failNext('listMessageChanges', broken)
    const { ids } = watchIds(client)
    await wait(600)
    expect(ids()).toEqual(['m000001'])
    expect(client.connection.get()).toMatchObject({ status: 'catching-up', isStale: true })
    await wait(SETTLED_MS)
    expect(ids()).toEqual(['m000001', 'm000002'])
    expect(client.connection.get()).toMatchObject({ status: 'connected', isStale: false })
  })
})

describe('a conversation that is not to be had any more', () => {
  it.each(['not_found', 'forbidden'] as const)('says so (%s), keeps what is there, and is well again', async (code) => {
    const { fake, client, thread, ids, wait } = await openThread({ fill: (fake) => store(fake, messageAt(1)) })
    fake.transport.drop()
    fake.failNext('listMessageChanges', new ConversationError(code, 'the server answered'))
    fake.transport.restore()
    await wait(1_000)
    expect(thread.get()).toMatchObject({ error: { code }, isPending: false })
    expect(ids()).toEqual(['m000001'])
    expect(client.connection.get()).toMatchObject({ status: 'connected', isStale: false })
    fake.transport.drop()
    store(fake, messageAt(2, { updatedAt }))
    fake.transport.restore()
    await wait(1_000)
    expect(thread.get().error).toBeNull()
    expect(ids()).toEqual(['m000001', 'm000002'])
  })

  it('says so although it could be read, when its events were refused, until they come', async () => {
    const wait = stopClock()
    const { fake, client } = startFakeClient()
    store(fake, messageAt(1))
    fake.transport.setRoom(conversationId, new ConversationError('forbidden', 'the server refused to join'))
    const { thread, ids } = watchIds(client)
    await wait(SETTLED_MS)
    expect(ids()).toEqual(['m000001'])
    expect(thread.get().error).toMatchObject({ code: 'forbidden' })
    fake.transport.setRoom(conversationId, null)
    await wait(31_000)
    expect(thread.get().error).toBeNull()
    expect(ids()).toEqual(['m000001'])
  })
})

describe('a conversation’s first page', () => {
  it('shows a message that was sent and answered while it was on its way, though no echo comes', async () => {
    const wait = stopClock()
    const { fake, client } = startFakeClient()
    store(fake, messageAt(1))
    await wait(SETTLED_MS)
    fake.transport.drop()
    const land = fake.holdNext('listMessages')
    const { thread } = watchIds(client)
    await wait(1_000)
    await client.sendMessage({ conversationId, text: 'Quick' }).settled
    land()
    await wait(50)
    expect(thread.get().messages.map(({ id, text }) => [id, text])).toEqual([
      ['m000001', expect.anything()],
      [expect.stringContaining('sent-'), 'Quick'],
    ])
  })

  it('does not put a message that waited for it above a gap', async () => {
    const wait = stopClock()
    const { fake, client } = startFakeClient({ capabilities: [] })
    storeHistory(fake, 0, 5)
    await wait(SETTLED_MS)
    fake.failNext('listMessages', new ConversationError('invalid_payload', 'the server answered 400'))
    const { thread, ids } = watchIds(client)
    await wait(1_000)
    fake.write(messageAt(5))
    await wait(50)
    storeHistory(fake, 6, 200)
    void client.queryClient.refetchQueries()
    await wait(1_000)
    expect(ids()[0]).toBe('m000150')
    await thread.fetchNextPage()
    await thread.fetchNextPage()
    await thread.fetchNextPage()
    await wait(50)
    expect(ids()).toEqual([...fake.messages.keys()])
  })
})

describe('a message that is answered in the very task in which the first page lands', () => {
  it.each([0, 1, 2, 3, 4])('is not shown as on its way for ever, %i steps later', async (steps) => {
    const wait = stopClock()
    const { fake, client } = startFakeClient()
    await wait(SETTLED_MS)
    const landPage = fake.holdNext('listMessages')
    const answer = fake.holdNext('sendMessage')
    const thread = client.watchMessages(conversationId)
    onTestFinished(thread.close)
    await wait(1_000)
    client.sendMessage({ conversationId, text: 'Bom dia!' })
    await wait(10)
    landPage()
    for (let step = 0; step < steps; step += 1) await Promise.resolve()
    answer()
    await wait(SETTLED_MS)
    expect(thread.get().messages).toMatchObject([{ text: 'Bom dia!', status: 'pending' }])
  })
})
