import { describe, expect, it } from 'vitest'
import { ConversationError } from '../../src/domain/errors.ts'
import { buildMessage } from '../../src/testing/builders.ts'
import { startFakeClient, watchIds } from '../helpers/fakeClient.ts'
import { store } from '../helpers/history.ts'
import { openThread, SETTLED_MS } from '../helpers/openThread.ts'
import { stopClock } from '../helpers/stillClock.ts'

const conversationId = 'conversation-1'
const offline = new ConversationError('network_error', 'the server could not be reached')

async function open(...args: Parameters<typeof startFakeClient>) {
  const { fake, client } = startFakeClient(...args)
  const { thread } = watchIds(client)
  await expect.poll(() => thread.get().isPending).toBe(false)
  await expect.poll(() => client.connection.get().status).toBe('connected')
  const rows = () => thread.get().messages.map(({ text, status }) => [text, status])
  const sends = () => fake.calls.filter(({ method }) => method === 'sendMessage').length
  return { fake, client, thread, rows, sends }
}

describe('on a server that cannot take a repeated send for the same message', () => {
  it('waits for the line before it sends at all', async () => {
    const { fake, client, sends, rows } = await open({ capabilities: [] })
    fake.transport.drop()
    const { settled } = client.sendMessage({ conversationId, text: 'Patience' })
    await Promise.resolve()
    expect(sends()).toBe(0)
    fake.transport.restore()
    await settled
    expect(sends()).toBe(1)
    expect(rows()).toEqual([['Patience', 'pending']])
  })

  it('never repeats a send that was cut off: it turns up, by its client id', async () => {
    const { fake, client, sends, rows } = await open({ capabilities: [] })
    fake.failNext('sendMessage', offline, { after: true })
    await client.sendMessage({ conversationId, text: 'Cut off' }).settled
    expect(sends()).toBe(1)
    expect(rows()).toEqual([['Cut off', 'pending']])
  })

  it('recognises it by its text where rows carry no client id', async () => {
    const { fake, client, sends, rows } = await open({ capabilities: [] })
    fake.write(buildMessage({ id: 'old', direction: 'outbound', text: 'Cut off', status: 'read' }))
    fake.failNext('sendMessage', offline, { after: true })
    const { settled } = client.sendMessage({ conversationId, text: 'Cut off' })
    for (const message of fake.messages.values()) fake.messages.set(message.id, { ...message, clientId: null })
    await expect.poll(() => fake.messages.size).toBe(2)
    for (const message of fake.messages.values()) fake.messages.set(message.id, { ...message, clientId: null })
    expect((await settled).id).not.toBe('old')
    expect(sends()).toBe(1)
    expect(rows()).toEqual([
      ['Cut off', 'read'],
      ['Cut off', 'pending'],
    ])
  })

  it('says that nobody knows when it does not turn up, and leaves the retry to the agent', async () => {
    const { fake, client, thread, sends } = await open({ capabilities: [] })
    fake.failNext('sendMessage', offline)
    const { message, settled } = client.sendMessage({ conversationId, text: 'Lost?' })
    await expect(settled).rejects.toMatchObject({ code: 'delivery_unknown' })
    expect(thread.get().messages[0]).toMatchObject({ status: 'failed', error: { code: 'delivery_unknown' } })
    expect(sends()).toBe(1)
    await client.retryMessage(conversationId, message.id).settled
    expect(fake.messages.size).toBe(1)
  })

  it('says so at once where nobody has the conversation open to see it turn up', async () => {
    const { fake, client } = startFakeClient({ capabilities: [] })
    await expect.poll(() => client.connection.get().status).toBe('connected')
    fake.failNext('sendMessage', offline)
    const { settled } = client.sendMessage({ conversationId, text: 'From a widget' })
    await expect(settled).rejects.toMatchObject({ code: 'delivery_unknown' })
  })
})

describe('a send of unknown fate', () => {
  it('is not taken for an old message with the same words', async () => {
    const wait = stopClock()
    const { fake, client } = startFakeClient({ capabilities: [] })
    store(fake, buildMessage({ id: 'old', direction: 'outbound', text: 'ok', status: 'read' }))
    await wait(SETTLED_MS)
    const landPage = fake.holdNext('listMessages')
    const { thread } = watchIds(client)
    await wait(1_000)
    const breakSend = fake.holdNext('sendMessage')
    fake.failNext('sendMessage', offline, { after: true })
    const { message, settled } = client.sendMessage({ conversationId, text: 'ok' })
    // It never arrives.
    for (const { id, clientId } of fake.messages.values()) if (clientId === message.clientId) fake.messages.delete(id)
    landPage()
    await wait(50)
    expect(thread.get().messages).toHaveLength(2)
    breakSend()
    await expect(settled).rejects.toMatchObject({ code: 'delivery_unknown' })
    expect(thread.get().messages.map(({ id, status }) => [id, status])).toEqual([
      ['old', 'read'],
      [message.id, 'failed'],
    ])
  })

  it('is not taken for a colleague’s message with the same words', async () => {
    const { fake, client, wait, rows } = await openThread({ capabilities: [] })
    const sender = { type: 'user', id: 'colleague', name: 'Bia' } as const
    const createdAt = new Date().toISOString()
    store(fake, buildMessage({ id: 'theirs', direction: 'outbound', text: 'Bom dia', sender, createdAt }))
    fake.failNext('sendMessage', offline)
    const { settled } = client.sendMessage({ conversationId, text: 'Bom dia' })
    await expect(settled).rejects.toMatchObject({ code: 'delivery_unknown' })
    await wait(50)
    expect(rows()).toEqual([
      ['Bom dia', 'sent'],
      ['Bom dia', 'failed'],
    ])
  })

  it('fails and blocks nothing when the conversation may not be read any more', async () => {
    const { fake, client, wait, rows } = await openThread({ capabilities: [] })
    fake.failNext('sendMessage', offline)
    fake.failNext('listMessages', new ConversationError('forbidden', 'not yours any more'))
    const cutOff = client.sendMessage({ conversationId, text: 'Cut off' })
    const next = client.sendMessage({ conversationId, text: 'Next' })
    await expect(cutOff.settled).rejects.toMatchObject({ code: 'delivery_unknown' })
    await next.settled
    await wait(50)
    expect(rows()).toEqual([
      ['Next', 'pending'],
      ['Cut off', 'failed'],
    ])
    client.discardMessage(cutOff.message.id)
    expect(rows()).toEqual([['Next', 'pending']])
  })

  it.each(['resetQueries', 'removeQueries', 'clear'] as const)(
    'fails and blocks nothing when %s empties the cache while it is looked for',
    async (method) => {
      const { fake, client, wait } = await openThread({ capabilities: [] })
      fake.failNext('sendMessage', offline)
      fake.failNext('listMessages', new ConversationError('server_error', 'the server answered 500'))
      const cutOff = client.sendMessage({ conversationId, text: 'Cut off' })
      const next = client.sendMessage({ conversationId, text: 'Next' })
      const fate = expect(cutOff.settled).rejects.toMatchObject({ code: 'delivery_unknown' })
      await wait(20)
      void client.queryClient[method]()
      await wait(SETTLED_MS)
      await fate
      await next.settled
      expect([...fake.messages.values()].map(({ text }) => text)).toEqual(['Next'])
    },
  )

  it('is one message again when its echo comes after all', async () => {
    const { fake, client, wait, rows } = await openThread({ capabilities: [] })
    fake.failNext('sendMessage', offline)
    const { settled } = client.sendMessage({ conversationId, text: 'Slow' })
    await expect(settled).rejects.toMatchObject({ code: 'delivery_unknown' })
    fake.write(buildMessage({ direction: 'outbound', text: 'Slow', createdAt: new Date().toISOString() }))
    await wait(50)
    expect(rows()).toEqual([['Slow', 'sent']])
  })

  it('is not repeated because the server’s greeting came while it was on its way', async () => {
    const { fake, client, wait, rows, count } = await openThread({ capabilities: [] })
    const breakSend = fake.holdNext('sendMessage')
    fake.failNext('sendMessage', offline, { after: true })
    const { settled } = client.sendMessage({ conversationId, text: 'Once' })
    await wait(10)
    fake.announce({
      type: 'session.started',
      userId: 'user-1',
      userName: null,
      serverTime: new Date().toISOString(),
      tokenExpiresAt: null,
      capabilities: ['idempotency'],
    })
    breakSend()
    await wait(SETTLED_MS)
    await settled
    expect(count('sendMessage')).toBe(1)
    expect(rows()).toEqual([['Once', 'pending']])
  })
})
