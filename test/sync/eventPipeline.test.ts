import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { DeliveryStatus } from '../../src/domain/deliveryStatus.ts'
import type { DomainEvent } from '../../src/domain/events.ts'
import { applyStatus } from '../../src/domain/mergeMessage.ts'
import { compareMessages, type Message } from '../../src/domain/message.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { startFakeClient, watchIds } from '../helpers/fakeClient.ts'
import { openThread } from '../helpers/openThread.ts'

const receipt = (reference: string, status: DeliveryStatus): DomainEvent => ({
  type: 'message.statusChanged',
  reference,
  conversationId: null,
  status,
  error: null,
})

async function open() {
  const { fake, client } = startFakeClient()
  const { thread, ids } = watchIds(client)
  await expect.poll(() => thread.get().isPending).toBe(false)
  await expect.poll(() => fake.transport.isJoined('conversation-1')).toBe(true)
  return { fake, client, thread, ids, statuses: () => thread.get().messages.map(({ status }) => status) }
}

describe('events', () => {
  it('show a lone message at once, without waiting for a frame', async () => {
    const { fake, ids } = await open()
    await new Promise((resolve) => setTimeout(resolve, 50))
    fake.announce({ type: 'message.received', message: buildMessage({ id: 'a' }) })
    expect(ids()).toEqual(['a'])
  })

  it('are written once per frame in a burst', async () => {
    const { fake, client, thread } = await open()
    const writes = vi.fn()
    onTestFinished(client.queryClient.getQueryCache().subscribe(({ type }) => type === 'updated' && writes()))
    for (let count = 0; count < 1000; count += 1) fake.announce({ type: 'message.received', message: buildMessage() })
    await expect.poll(() => thread.get().messages.length).toBe(1000)
    expect(writes.mock.calls.length).toBeLessThan(6)
  })

  it('of a burst are written once per frame where their conversation is looked at, with the newest of them', async () => {
    const { fake, client, thread } = await open()
    fake.writeConversation(buildConversation({ id: 'conversation-1' }))
    const conversation = await client.queryClient.fetchQuery(client.queries.conversation('conversation-1'))
    const writes = vi.fn()
    onTestFinished(client.queryClient.getQueryCache().subscribe(({ type }) => type === 'updated' && writes()))
    const messages = Array.from({ length: 1000 }, (_, index) =>
      buildMessage({ text: `${index}`, direction: index > 900 ? 'outbound' : 'inbound' }),
    )
    // Out of order, as after a break: what is shown of the conversation is the newest all the same.
    for (const message of messages.toReversed()) fake.announce({ type: 'message.received', message })
    await expect.poll(() => thread.get().messages.length).toBe(1000)
    expect(writes.mock.calls.length).toBeLessThan(12)
    expect(client.queryClient.getQueryData(client.queries.conversation('conversation-1').queryKey)).toEqual({
      ...conversation,
      lastMessageAt: messages[999]?.createdAt,
      lastMessagePreview: '999',
      lastInboundAt: messages[900]?.createdAt,
    })
  })

  it('apply a receipt that names no conversation, by id or by the channel’s id', async () => {
    const { fake, statuses } = await open()
    for (const id of ['a', 'b']) {
      const message = buildMessage({ id, externalId: `wamid.${id}`, direction: 'outbound', status: 'sent' })
      fake.announce({ type: 'message.received', message })
    }
    fake.announce(receipt('a', 'delivered'), receipt('wamid.b', 'read'))
    await expect.poll(statuses).toEqual(['delivered', 'read'])
  })

  it('apply the receipts of one conversation that come with the messages of another', async () => {
    const { fake, client, ids, statuses } = await open()
    const other = client.watchMessages('conversation-2')
    onTestFinished(other.close)
    await expect.poll(() => fake.transport.isJoined('conversation-2')).toBe(true)
    await expect.poll(() => other.get().isPending).toBe(false)
    const build = (id: string, conversationId: string): DomainEvent => ({
      type: 'message.received',
      message: buildMessage({ id, conversationId, externalId: `wamid.${id}`, direction: 'outbound', status: 'sent' }),
    })
    fake.announce(build('a', 'conversation-2'), build('b', 'conversation-2'))
    await expect.poll(() => other.get().messages.length).toBe(2)
    fake.announce(receipt('wamid.a', 'delivered'), receipt('b', 'read'), receipt('d', 'read'), receipt('c', 'read'))
    fake.announce(build('c', 'conversation-1'))
    await expect.poll(ids).toEqual(['c'])
    await expect.poll(statuses).toEqual(['read'])
    expect(other.get().messages.map(({ status }) => status)).toEqual(['delivered', 'read'])
    fake.announce(build('d', 'conversation-2'))
    await expect.poll(() => other.get().messages.at(-1)?.status).toBe('read')
  })

  it('keep a receipt that comes before its message', async () => {
    const { fake, statuses } = await open()
    fake.announce(receipt('wamid.a', 'delivered'))
    fake.announce(receipt('wamid.a', 'sent'))
    fake.announce({
      type: 'message.received',
      message: buildMessage({ id: 'a', externalId: 'wamid.a', direction: 'outbound', status: 'pending' }),
    })
    await expect.poll(statuses).toEqual(['delivered'])
  })

  it('keep an early receipt for a message that is fetched', async () => {
    const { fake, client } = startFakeClient()
    fake.messages.set('a', buildMessage({ id: 'a', direction: 'outbound', status: 'sent' }))
    await expect.poll(() => client.connection.get().status).toBe('connected')
    fake.announce(receipt('a', 'read'))
    const { thread } = watchIds(client)
    await expect.poll(() => thread.get().messages[0]?.status).toBe('read')
  })

  it('keep a receipt that comes before the answer to a send', async () => {
    const { fake, client, wait, rows } = await openThread()
    const release = fake.holdNext('sendMessage')
    const { settled } = client.sendMessage({ conversationId: 'conversation-1', text: 'Quick' })
    await wait(10)
    for (const { id } of fake.messages.values()) fake.announce(receipt(id, 'delivered'))
    await wait(50)
    release()
    await settled
    await wait(50)
    expect(rows()).toEqual([['Quick', 'delivered']])
  })

  it('of conversations nobody watches cost nothing', async () => {
    const { fake, client } = await open()
    const writes = vi.fn()
    onTestFinished(client.queryClient.getQueryCache().subscribe(writes))
    fake.transport.deliver([
      { type: 'message.received', message: buildMessage({ conversationId: 'elsewhere' }) },
      receipt('unknown', 'read'),
    ])
    expect(writes).not.toHaveBeenCalled()
  })

  it('of a thousand conversations nobody watches are a write to the inbox per frame and none besides', async () => {
    const { fake, client, ids } = await open()
    for (let nth = 0; nth < 20; nth += 1) fake.writeConversation(buildConversation({ id: `listed-${nth}` }))
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    await expect.poll(() => inbox.get().conversations).toHaveLength(20)
    const written: unknown[] = []
    const note = client.queryClient.getQueryCache().subscribe(({ type, query }) => {
      if (type === 'updated') written.push(query.queryKey.at(2))
    })
    onTestFinished(note)
    // The first is written at once, what follows with the next frame.
    for (let nth = 0; nth < 1_000; nth += 1) {
      const conversationId = nth < 20 ? `listed-${nth}` : `unlisted-${nth}`
      fake.transport.deliver([{ type: 'message.received', message: buildMessage({ conversationId, text: 'Olá' }) }])
    }
    await expect
      .poll(() => inbox.get().conversations.every(({ lastMessagePreview }) => lastMessagePreview === 'Olá'))
      .toBe(true)
    expect(new Set(written)).toEqual(new Set(['conversations']))
    expect(written.length).toBeLessThanOrEqual(2)
    expect(client.queryClient.getQueryCache().getAll()).toHaveLength(2)
    expect(ids()).toEqual([])
  })

  it('keep the inbox’s order and preview true', async () => {
    const { fake, client } = await open()
    fake.writeConversation(buildConversation({ id: 'other' }))
    fake.writeConversation(buildConversation({ id: 'conversation-1', lastMessageAt: '2026-01-01T00:00:00.000Z' }))
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    await expect.poll(() => inbox.get().conversations[0]?.id).toBe('other')
    fake.announce({
      type: 'message.received',
      message: buildMessage({ text: 'Oi!', createdAt: '2026-06-01T00:00:00.000Z' }),
    })
    await expect
      .poll(() => inbox.get().conversations[0])
      .toMatchObject({
        id: 'conversation-1',
        lastMessagePreview: 'Oi!',
        lastInboundAt: '2026-06-01T00:00:00.000Z',
      })
  })

  it('that do not say everything of a conversation are completed by one request', async () => {
    const { fake, client } = await open()
    const inbox = client.watchConversations({ unreadOnly: true })
    onTestFinished(inbox.close)
    await expect.poll(() => inbox.get().isPending).toBe(false)
    fake.conversations.set('new', buildConversation({ id: 'new', unreadCount: 1 }))
    const patch = { id: 'new', updatedAt: '2026-06-01T00:00:00.000Z', lastMessagePreview: 'Olá' }
    for (let count = 0; count < 5; count += 1) fake.announce({ type: 'conversation.changed', patch })
    await expect.poll(() => inbox.get().conversations.map(({ id }) => id)).toEqual(['new'])
    expect(fake.calls.filter(({ method }) => method === 'getConversation')).toHaveLength(1)
    fake.announce({
      type: 'conversation.changed',
      patch: { id: 'new', unreadCount: 0, updatedAt: '2026-06-02T00:00:00.000Z' },
    })
    await expect.poll(() => inbox.get().conversations).toEqual([])
  })

  it('end in the same list whatever their order, however often they come', async () => {
    const status = fc.constantFrom<DeliveryStatus>('sent', 'delivered', 'read')
    const step = fc.record({ id: fc.integer({ min: 0, max: 30 }), status, kind: fc.constantFrom('message', 'receipt') })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
        const { fake, client } = startFakeClient()
        const thread = client.watchMessages('conversation-1')
        await vi.waitFor(() => expect(thread.get().isPending).toBe(false), { interval: 2 })
        const truth = new Map<string, Message>()
        const receipts = new Map<string, DeliveryStatus[]>()
        for (const { id, status: value, kind } of steps) {
          const name = `m${id}`
          if (kind === 'receipt') {
            receipts.set(name, [...(receipts.get(name) ?? []), value])
            fake.transport.deliver([receipt(name, value)])
            continue
          }
          const message =
            truth.get(name) ??
            buildMessage({
              id: name,
              direction: 'outbound',
              status: 'pending',
              createdAt: new Date(id % 7).toISOString(),
            })
          truth.set(name, message)
          fake.transport.deliver([{ type: 'message.received', message }])
        }
        const expected = [...truth.values()]
          .map((message) =>
            (receipts.get(message.id) ?? []).reduce((each, value) => applyStatus(each, value, null), message),
          )
          .toSorted(compareMessages)
        await vi.waitFor(() => expect(thread.get().messages).toEqual(expected), { interval: 2 })
        thread.close()
      }),
      { numRuns: 30 },
    )
  })
})
