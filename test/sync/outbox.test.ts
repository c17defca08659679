import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ConversationError } from '../../src/domain/errors.ts'
import { getMessageKey } from '../../src/domain/message.ts'
import { buildMessage } from '../../src/testing/builders.ts'
import { startFakeClient, watchIds } from '../helpers/fakeClient.ts'

const conversationId = 'conversation-1'
const offline = new ConversationError('network_error', 'the server could not be reached')
const refused = new ConversationError('invalid_payload', 'the server refused')

async function open(...args: Parameters<typeof startFakeClient>) {
  const { fake, client } = startFakeClient(...args)
  const { thread } = watchIds(client)
  await expect.poll(() => thread.get().isPending).toBe(false)
  await expect.poll(() => client.connection.get().status).toBe('connected')
  const rows = () => thread.get().messages.map(({ text, status }) => [text, status])
  const sends = () => fake.calls.filter(({ method }) => method === 'sendMessage').length
  return { fake, client, thread, rows, sends }
}

describe('sending', () => {
  it('shows the message at once and confirms it in place, with the same key', async () => {
    const { fake, client, thread, rows } = await open()
    const release = fake.holdNext('sendMessage')
    const { message, settled } = client.sendMessage({ conversationId, text: 'Hello' })
    expect(rows()).toEqual([['Hello', 'sending']])
    const [optimistic] = thread.get().messages
    release()
    const confirmed = await settled
    expect(rows()).toEqual([['Hello', 'pending']])
    const [row] = thread.get().messages
    expect(row?.id).toBe(confirmed.id)
    expect(row?.id).not.toBe(message.id)
    expect(row && getMessageKey(row)).toBe(optimistic && getMessageKey(optimistic))
  })

  it('keeps the order typed, whatever the answers take', async () => {
    const { fake, client, rows } = await open()
    const release = fake.holdNext('sendMessage')
    const texts = ['one', 'two', 'three']
    const all = texts.map((text) => client.sendMessage({ conversationId, text }).settled)
    expect(rows().map(([text]) => text)).toEqual(texts)
    release()
    await Promise.all(all)
    expect(rows().map(([text]) => text)).toEqual(texts)
    expect([...fake.messages.values()].map(({ text }) => text)).toEqual(texts)
  })

  it.each(['', '   ', 'x'.repeat(4097)])('refuses a text that no backend would take (case %#)', async (text) => {
    const { client, rows } = await open()
    expect(() => client.sendMessage({ conversationId, text })).toThrow(expect.objectContaining({ field: 'text' }))
    expect(rows()).toEqual([])
  })

  it('waits while the line is down and sends once when it is back', async () => {
    const { fake, client, rows } = await open()
    fake.transport.drop()
    fake.failNext('sendMessage', offline)
    const { settled } = client.sendMessage({ conversationId, text: 'Later' })
    expect(rows()).toEqual([['Later', 'sending']])
    await expect.poll(() => fake.calls.at(-1)?.method).toBe('sendMessage')
    expect(rows()).toEqual([['Later', 'sending']])
    fake.transport.restore()
    await settled
    expect(fake.messages.size).toBe(1)
    expect(rows()).toEqual([['Later', 'pending']])
  })

  it('is one message when the answer was lost and the send repeated', async () => {
    const { fake, client, rows } = await open()
    fake.failNext('sendMessage', offline, { after: true })
    await client.sendMessage({ conversationId, text: 'Once' }).settled
    expect(fake.messages.size).toBe(1)
    expect(rows()).toEqual([['Once', 'pending']])
  })

  it('is one entry when its echo comes before the answer', async () => {
    const { fake, client, rows } = await open()
    const release = fake.holdNext('sendMessage')
    const { settled } = client.sendMessage({ conversationId, text: 'Echo' })
    await expect.poll(() => fake.messages.size).toBe(1)
    for (const message of fake.messages.values()) fake.write(message)
    expect(rows()).toEqual([['Echo', 'pending']])
    release()
    await settled
    expect(rows()).toEqual([['Echo', 'pending']])
  })

  it('lets nothing overtake a message that is tried again', async () => {
    const { fake, client } = await open()
    fake.failNext('sendMessage', offline)
    const sent = ['first', 'second'].map((text) => client.sendMessage({ conversationId, text }).settled)
    await Promise.all(sent)
    expect([...fake.messages.values()].map(({ text }) => text)).toEqual(['first', 'second'])
  })

  it('gives up on a server that keeps failing while the line is up, and shows it', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { fake, client } = startFakeClient()
    const thread = client.watchMessages(conversationId)
    onTestFinished(thread.close)
    await vi.advanceTimersByTimeAsync(1_000)
    const down = new ConversationError('server_error', 'the server answered 500')
    for (let count = 0; count < 9; count += 1) fake.failNext('sendMessage', down)
    client.sendMessage({ conversationId, text: 'Stuck' })
    await vi.advanceTimersByTimeAsync(120_000)
    expect(thread.get().messages[0]).toMatchObject({
      status: 'failed',
      error: { code: 'server_error', origin: 'client' },
    })
  })
})

describe('a message the server refuses', () => {
  it('is shown as failed, can be retried as the same message, and does not block the next one', async () => {
    const { fake, client, thread, rows } = await open()
    fake.failNext('sendMessage', refused)
    const { message, settled } = client.sendMessage({ conversationId, text: 'Refused' })
    await expect(settled).rejects.toBe(refused)
    await client.sendMessage({ conversationId, text: 'Next' }).settled
    expect(rows()).toEqual([
      ['Next', 'pending'],
      ['Refused', 'failed'],
    ])
    expect(thread.get().messages[1]?.error).toMatchObject({ code: 'invalid_payload', origin: 'client' })
    const again = client.retryMessage(conversationId, message.id)
    expect(rows()[1]).toEqual(['Refused', 'sending'])
    expect((await again.settled).clientId).toBe(message.clientId)
    expect(rows().map(([, status]) => status)).toEqual(['pending', 'pending'])
  })

  it('can be discarded', async () => {
    const { fake, client, rows } = await open()
    fake.failNext('sendMessage', refused)
    const { message, settled } = client.sendMessage({ conversationId, text: 'Refused' })
    await settled.catch(() => {})
    client.discardMessage(message.id)
    expect(rows()).toEqual([])
  })

  it('by the channel is sent again as a new one', async () => {
    const { fake, client, rows } = await open()
    fake.write(
      buildMessage({
        id: 'f',
        direction: 'outbound',
        status: 'failed',
        text: 'Bounced',
        error: { code: '131026', message: 'Not on WhatsApp', origin: 'provider' },
      }),
    )
    await client.retryMessage(conversationId, 'f').settled
    expect(rows()).toEqual([
      ['Bounced', 'failed'],
      ['Bounced', 'pending'],
    ])
    expect(() => client.discardMessage('f')).toThrow(expect.objectContaining({ code: 'invalid_option' }))
  })
})

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

  it('holds back an echo without a client id until the answer: no second bubble, not for a moment', async () => {
    const { fake, client, thread } = await open({ capabilities: [] })
    const counts: number[] = []
    thread.subscribe(() => counts.push(thread.get().messages.length))
    const release = fake.holdNext('sendMessage')
    const { settled } = client.sendMessage({ conversationId, text: 'Echo' })
    await expect.poll(() => fake.messages.size).toBe(1)
    for (const message of fake.messages.values())
      fake.announce({ type: 'message.received', message: { ...message, clientId: null } })
    release()
    await settled
    expect(Math.max(...counts)).toBe(1)
    expect(thread.get().messages).toHaveLength(1)
  })
})
