import { QueryClient } from '@tanstack/query-core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import { createFakeBackend, type FakeBackend } from '../../src/testing/fakeBackend.ts'
import { watchIds } from '../helpers/fakeClient.ts'
import { messageAt, store, storeHistory } from '../helpers/history.ts'
import { SETTLED_MS } from '../helpers/openThread.ts'
import { stopClock } from '../helpers/stillClock.ts'

const conversationId = 'conversation-1'
const offline = new ConversationError('network_error', 'the server could not be reached')
const refused = new ConversationError('invalid_payload', 'the server refused')

/** A mounted client over the application's cache with the conversation open, as a provider makes one. */
function mountOver(queryClient: QueryClient, fake: FakeBackend) {
  const client = createConversationClient({ backends: [fake.backend], queryClient })
  const unmount = client.mount()
  const { thread } = watchIds(client)
  const close = () => {
    thread.close()
    unmount()
  }
  onTestFinished(close)
  return { client, close, rows: () => thread.get().messages.map(({ text, status }) => [text, status]) }
}

describe('what was typed', () => {
  it('outlives the provider: it is sent once by the next one over the same cache', async () => {
    const wait = stopClock()
    const queryClient = new QueryClient()
    const fake = createFakeBackend()
    const first = mountOver(queryClient, fake)
    await wait(SETTLED_MS)
    fake.transport.drop()
    for (let count = 0; count < 3; count += 1) fake.failNext('sendMessage', offline)
    const { settled } = first.client.sendMessage({ conversationId, text: 'Typed offline' })
    await wait(20)
    first.close()
    await wait(SETTLED_MS)
    expect(fake.messages.size).toBe(0)
    const second = mountOver(queryClient, fake)
    fake.transport.restore()
    await wait(SETTLED_MS)
    expect(second.rows()).toEqual([['Typed offline', 'pending']])
    expect([...fake.messages.values()].map(({ text }) => text)).toEqual(['Typed offline'])
    await settled
  })

  it('is sent no more after the last unmount, and leaves no timer', async () => {
    const wait = stopClock()
    const fake = createFakeBackend()
    const { client, close } = mountOver(new QueryClient(), fake)
    await wait(SETTLED_MS)
    const release = fake.holdNext('sendMessage')
    for (let count = 0; count < 9; count += 1) fake.failNext('sendMessage', offline, { after: true })
    client.sendMessage({ conversationId, text: 'Later' })
    await wait(10)
    close()
    await wait(200)
    expect(client.connection.get().status).toBe('idle')
    release()
    // Longer than TanStack keeps what nobody looks at.
    await wait(400_000)
    expect(fake.calls.filter(({ method }) => method === 'sendMessage')).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('stays on screen when another client over the same cache starts its list anew', async () => {
    const wait = stopClock()
    const queryClient = new QueryClient()
    const fake = createFakeBackend({ capabilities: [] })
    store(fake, messageAt(1))
    const first = mountOver(queryClient, fake)
    await wait(SETTLED_MS)
    fake.failNext('sendMessage', refused)
    const { settled } = first.client.sendMessage({ conversationId, text: 'Mine' })
    await expect(settled).rejects.toBe(refused)
    const other = createFakeBackend({ capabilities: [] })
    storeHistory(other, 2000, 2700)
    const second = mountOver(queryClient, other)
    await wait(SETTLED_MS)
    expect(second.client.connection.get().status).toBe('connected')
    expect(first.rows()).toHaveLength(51)
    expect(first.rows().at(-1)).toEqual(['Mine', 'failed'])
  })
})

describe('an unsent message in a cache that was restored', () => {
  /** A page that was closed while it was sending, and opened again with what it had cached. */
  async function restore() {
    const wait = stopClock()
    const fake = createFakeBackend({ capabilities: [] })
    const before = new QueryClient()
    const closed = mountOver(before, fake)
    await wait(SETTLED_MS)
    fake.transport.drop()
    const { message } = closed.client.sendMessage({ conversationId, text: 'Interrupted' })
    const { queryKey } = closed.client.queries.messages(conversationId)
    const cached: unknown = JSON.parse(JSON.stringify(before.getQueryData(queryKey)))
    closed.close()
    await wait(SETTLED_MS)
    fake.transport.restore()
    const queryClient = new QueryClient()
    queryClient.setQueryData(queryKey, cached)
    const opened = mountOver(queryClient, fake)
    await wait(SETTLED_MS)
    return { ...opened, fake, message }
  }

  it('is shown as one of which nobody knows whether it was sent, and sends itself never', async () => {
    const { rows, fake } = await restore()
    expect(rows()).toEqual([['Interrupted', 'failed']])
    expect(fake.messages.size).toBe(0)
  })

  it('can be sent again as the same message', async () => {
    const { client, rows, message } = await restore()
    const sent = await client.retryMessage(conversationId, message.id).settled
    expect(sent.clientId).toBe(message.clientId)
    expect(rows()).toEqual([['Interrupted', 'pending']])
  })

  it('can be discarded', async () => {
    const { client, rows, message } = await restore()
    client.discardMessage(message.id)
    expect(rows()).toEqual([])
  })
})
