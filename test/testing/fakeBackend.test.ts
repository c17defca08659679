import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Gateway } from '../../src/backends/backend.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { Conversation } from '../../src/domain/conversation.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend, type FakeBackend } from '../../src/testing/fakeBackend.ts'
import { watchIds } from '../helpers/fakeClient.ts'
import { buildInbox, openInbox, type OpenInboxOptions } from '../helpers/openInbox.ts'
import { openThread } from '../helpers/openThread.ts'
import { messageAt } from '../helpers/history.ts'
import { stopClock } from '../helpers/stillClock.ts'

const ids = (count: number) => Array.from({ length: count }, (_, position) => `m00000${position}`)
const writeAll = (fake: Awaited<ReturnType<typeof openThread>>['fake'], count: number) => {
  for (let second = 0; second < count; second += 1) fake.write(messageAt(second))
}

/** Ids as they arrive over the line, before anything puts them right. */
async function openLine() {
  const opened = await openThread()
  const arrived: string[] = []
  opened.fake.transport.onFrame(({ payload }) => {
    for (const event of payload as { type: string; message?: { id: string } }[]) {
      if (event.message) arrived.push(event.message.id)
    }
  })
  return { ...opened, arrived }
}

describe('what a fake announces', () => {
  it('is lost, and brought by whatever is fetched next', async () => {
    const { fake, arrived, ids: shown, wait, client } = await openLine()
    fake.loseNext()
    writeAll(fake, 2)
    expect(arrived).toEqual(['m000001'])
    expect(fake.messages.size).toBe(2)
    fake.drop()
    fake.restore()
    await wait(500)
    expect(client.connection.get().status).toBe('connected')
    expect(shown()).toEqual(ids(2))
  })

  it('comes twice, and is shown once', async () => {
    const { fake, arrived, ids: shown, wait } = await openLine()
    fake.duplicateNext(2)
    writeAll(fake, 3)
    expect(arrived).toEqual(['m000000', 'm000000', 'm000001', 'm000001', 'm000002'])
    await wait(100)
    expect(shown()).toEqual(ids(3))
  })

  it('comes the last first, and is shown in order', async () => {
    const { fake, arrived, ids: shown, wait } = await openLine()
    fake.reorderNext(3)
    writeAll(fake, 2)
    expect(arrived).toEqual([])
    fake.write(messageAt(2))
    fake.write(messageAt(3))
    expect(arrived).toEqual(['m000002', 'm000001', 'm000000', 'm000003'])
    await wait(100)
    expect(shown()).toEqual(ids(4))
  })

  it('comes late', async () => {
    const { fake, arrived, wait } = await openLine()
    fake.delayAnnouncements(400)
    writeAll(fake, 1)
    await wait(399)
    expect(arrived).toEqual([])
    await wait(1)
    expect(arrived).toEqual(['m000000'])
  })
})

describe('the list of a fake', () => {
  const resolved = { ...buildInbox(1)[0], status: 'resolved', lastInboundAt: null } as Conversation
  const open = (options?: OpenInboxOptions) =>
    openInbox({ conversations: [resolved, ...buildInbox(2).slice(1)], ...options })
  const at = (second: number) => new Date(Date.UTC(2026, 5, 1, 10, 0, second)).toISOString()
  const inbound = { conversationId: 'c0', text: ' Bom  dia!\n', createdAt: at(0) }
  const count = (fake: FakeBackend) => fake.calls.filter(({ method }) => method !== 'sendMessage').length

  it('follows what is written: activity, preview, unread; a customer who writes reopens it', async () => {
    const { fake, find, listed, wait } = await open()
    const asked = count(fake)
    fake.write(buildMessage({ ...inbound, conversationId: 'c1' }))
    fake.write(buildMessage({ ...inbound, createdAt: at(1) }))
    fake.write(buildMessage({ conversationId: 'c0', text: null, type: 'image', createdAt: at(2) }))
    await wait(100)
    expect(listed()).toEqual(['c0', 'c1'])
    const moved = { unreadCount: 2, lastMessageAt: at(2), lastMessagePreview: '[image]', lastInboundAt: at(2) }
    expect(find('c0')).toMatchObject({ ...moved, status: 'open' })
    expect(find('c1')).toMatchObject({ unreadCount: 1, lastMessagePreview: 'Bom dia!' })
    expect(fake.conversations.get('c0')).toEqual(find('c0'))
    expect(count(fake)).toBe(asked)
  })

  it('follows what is sent, of which nothing is unread', async () => {
    const { fake, client, find, listed, wait } = await open()
    await client.sendMessage({ conversationId: 'c1', text: 'Hello' }).settled
    await wait(100)
    expect(listed()).toEqual(['c1', 'c0'])
    expect(find('c1')).toMatchObject({ unreadCount: 0, lastMessagePreview: 'Hello', lastInboundAt: null })
    expect(fake.conversations.get('c1')).toEqual(find('c1'))
  })

  it('is not moved by what is old, edited, or nothing that was said to the customer', async () => {
    const { fake, find, wait } = await open()
    const message = buildMessage(inbound)
    fake.write(message)
    fake.write({ ...message, text: 'Edited' })
    fake.write(
      buildMessage({ conversationId: 'c0', type: 'note', direction: 'outbound', text: 'Inside', createdAt: at(5) }),
    )
    fake.write(buildMessage({ conversationId: 'c0', text: 'Old', createdAt: '2020-01-01T00:00:00.000Z' }))
    await wait(100)
    const kept = { lastMessageAt: at(0), lastMessagePreview: 'Bom dia!', lastInboundAt: at(0) }
    expect(find('c0')).toMatchObject({ ...kept, unreadCount: 2 })
  })

  it('stays as it is on a base server', async () => {
    const { fake, find, wait } = await open({ capabilities: [] })
    fake.write(buildMessage(inbound))
    await wait(100)
    expect(find('c0')).toEqual(resolved)
    expect(fake.conversations.get('c0')).toEqual(resolved)
  })
})

describe('what a fake answers', () => {
  it('comes late, or never', async () => {
    const { fake, client, wait, rows } = await openThread()
    fake.setDelay('sendMessage', 3_000)
    const { settled } = client.sendMessage({ conversationId: 'conversation-1', text: 'Hello' })
    await wait(2_900)
    expect(rows()).toEqual([['Hello', 'sending']])
    await wait(200)
    expect(rows()).toEqual([['Hello', 'pending']])
    await settled
    fake.conversations.set('conversation-1', buildConversation({ id: 'conversation-1' }))
    fake.setDelay('markRead', Infinity)
    const answered = vi.fn()
    void client.markRead('conversation-1').finally(answered)
    await wait(60_000)
    expect(answered).not.toHaveBeenCalled()
  })

  it('is at most fifty changes at a time, the oldest first', async () => {
    const fake = createFakeBackend()
    const { gateway } = fake.backend.start()
    for (let count = 0; count < 120; count += 1) fake.write(buildMessage({ id: `m${count}` }))
    const pages = await readChanges(gateway)
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20])
    expect(pages.flat()).toEqual([...fake.messages.keys()])
  })

  it.each([1, 2])('leaves out no change where %i that were read change again, or all share a time', async (count) => {
    const fake = createFakeBackend()
    const { gateway } = fake.backend.start()
    const at = new Date().toISOString()
    for (let each = 0; each < 60; each += 1)
      fake.messages.set(`m${each}`, buildMessage({ id: `m${each}`, updatedAt: at }))
    const edited = ['m3', 'm4'].slice(0, count)
    const pages = await readChanges(gateway, () => {
      for (const id of edited) fake.write(buildMessage({ id, text: 'Edited' }))
    })
    expect(pages.flat().toSorted()).toEqual([...fake.messages.keys(), ...edited].toSorted())
  })
})

async function readChanges(gateway: Gateway, afterFirst = () => {}): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = []
  const since = '2000-01-01T00:00:00.000Z'
  for (let cursor: string | null = null; ;) {
    const page = await gateway.listMessageChanges({ conversationId: 'conversation-1', since, cursor })
    if (pages.length === 0) afterFirst()
    pages.push(page.items.map(({ id }) => id))
    cursor = page.nextCursor
    if (cursor === null) return pages
  }
}

describe('two clients over one fake', () => {
  async function openTwo() {
    const wait = stopClock()
    const fake = createFakeBackend()
    const clients = [1, 2].map(() => {
      const client = createConversationClient({ backends: [fake.backend], polling: false })
      const thread = client.watchMessages('conversation-1')
      onTestFinished(thread.close)
      const unmount = client.mount()
      onTestFinished(unmount)
      const ids = () => thread.get().messages.map(({ id }) => id)
      return { unmount, ids, status: () => client.connection.get().status }
    })
    await wait(500)
    const [one, two] = clients
    if (!one || !two) throw new Error('there are two')
    return { wait, fake, one, two, statuses: () => clients.map(({ status }) => status()) }
  }

  it('have a line each: one that leaves takes nothing from the other', async () => {
    const { wait, fake, one, two, statuses } = await openTwo()
    expect(statuses()).toEqual(['connected', 'connected'])
    fake.write(messageAt(1))
    await wait(100)
    expect([one.ids(), two.ids()]).toEqual([['m000001'], ['m000001']])
    one.unmount()
    await wait(500)
    expect(statuses()).toEqual(['idle', 'connected'])
    fake.write(messageAt(2))
    await wait(100)
    expect(two.ids()).toEqual(['m000001', 'm000002'])
    expect(fake.transport.isJoined('conversation-1')).toBe(true)
  })

  it('feel every fault, and so does who comes later', async () => {
    const { wait, fake, statuses } = await openTwo()
    fake.drop()
    expect(statuses()).toEqual(['reconnecting', 'reconnecting'])
    const later = createConversationClient({ backends: [fake.backend], polling: false })
    onTestFinished(later.mount())
    await wait(100)
    expect(later.connection.get()).toMatchObject({ transport: null })
    fake.restore()
    await wait(500)
    expect([...statuses(), later.connection.get().status]).toEqual(['connected', 'connected', 'connected'])
    fake.signOut()
    expect(statuses()).toEqual(['unauthorized', 'unauthorized'])
  })
})

describe('the token of a fake', () => {
  it('is renewed when it has run out, and the server told of the new one', async () => {
    const { fake, wait, status } = await openThread()
    const getTokens = () =>
      fake.transport.sent.filter(({ name }) => name === 'authenticate').map(({ payload }) => JSON.stringify(payload))
    const before = getTokens()
    fake.expireToken()
    await wait(10)
    fake.expireToken()
    await wait(10)
    expect(getTokens()).toHaveLength(before.length + 2)
    expect(new Set(getTokens()).size).toBe(before.length + 2)
    expect(status()).toBe('connected')
  })

  it('is refused while nobody is signed in, the line and every request with it', async () => {
    const { fake, client, status, wait } = await openThread()
    fake.signOut()
    expect(status()).toBe('unauthorized')
    await expect(client.markRead('conversation-1')).rejects.toMatchObject({ code: 'unauthorized' })
    client.reconnect()
    expect(status()).toBe('unauthorized')
    fake.signIn()
    await wait(10)
    expect(status()).toBe('connected')
    const { ids: shown } = watchIds(client)
    fake.write(messageAt(1))
    await wait(100)
    expect(shown()).toEqual(['m000001'])
  })
})
