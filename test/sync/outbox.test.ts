import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ConversationError } from '../../src/domain/errors.ts'
import { getMessageKey } from '../../src/domain/message.ts'
import { buildMessage } from '../../src/testing/builders.ts'
import { startFakeClient, watchIds } from '../helpers/fakeClient.ts'
import { openThread, SETTLED_MS } from '../helpers/openThread.ts'

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

  it('by the channel is sent again once, however often retry is clicked', async () => {
    const { fake, client, rows } = await open()
    const error = { code: '131026', message: 'Not on WhatsApp', origin: 'provider' } as const
    fake.write(buildMessage({ id: 'f', direction: 'outbound', status: 'failed', text: 'Bounced', error }))
    const clicks = [client.retryMessage(conversationId, 'f'), client.retryMessage(conversationId, 'f')]
    await Promise.all(clicks.map(({ settled }) => settled))
    expect(fake.messages.size).toBe(2)
    expect(rows()).toEqual([
      ['Bounced', 'failed'],
      ['Bounced', 'pending'],
    ])
  })
})

describe('a message that waits for the line', () => {
  it('can be discarded only while it has never left: then it may have arrived', async () => {
    const { fake, client, wait, rows } = await openThread()
    const release = fake.holdNext('sendMessage')
    fake.failNext('sendMessage', offline, { after: true })
    const left = client.sendMessage({ conversationId, text: 'Perhaps' })
    const waiting = client.sendMessage({ conversationId, text: 'Never mind' })
    release()
    await wait(20)
    expect(() => client.discardMessage(left.message.id)).toThrow(expect.objectContaining({ code: 'invalid_option' }))
    client.discardMessage(waiting.message.id)
    await expect(waiting.settled).rejects.toMatchObject({ code: 'aborted' })
    await wait(SETTLED_MS)
    await left.settled
    expect([...fake.messages.values()].map(({ text }) => text)).toEqual(['Perhaps'])
    expect(rows()).toEqual([['Perhaps', 'pending']])
  })
})

it('waits out a failure, whatever else is typed meanwhile', async () => {
  const { fake, client, wait, rows } = await openThread()
  for (let count = 0; count < 6; count += 1) {
    fake.failNext('sendMessage', new ConversationError('rate_limited', 'too many requests'))
  }
  const texts = Array.from({ length: 7 }, (_, number) => `line ${number}`)
  for (const text of texts) {
    client.sendMessage({ conversationId, text }).settled.catch(() => {})
    await wait(5)
  }
  expect(rows().map(([, status]) => status)).toEqual(texts.map(() => 'sending'))
})
