import { describe, expect, it, onTestFinished } from 'vitest'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { Message } from '../../src/domain/message.ts'
import { createLate } from '../../src/lib/late.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import { watchIds } from '../helpers/fakeClient.ts'
import { createLateClient, hold } from '../helpers/lateClient.ts'
import { stopClock } from '../helpers/stillClock.ts'

/** What nobody has caught until the test ends, kept from the runner. */
function catchRejections(): readonly unknown[] {
  const caught: unknown[] = []
  const others = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', (reason) => caught.push(reason))
  onTestFinished(async () => {
    await tellRejections()
    process.removeAllListeners('unhandledRejection')
    for (const other of others) process.on('unhandledRejection', other)
  })
  return caught
}
/** Node tells of them after the microtasks. Not a clock that the test has stopped. */
const { setImmediate: soon } = globalThis
const tellRejections = () => new Promise<void>((resolve) => void soon(resolve))

describe('a client whose code comes at a bad moment', () => {
  it('goes on at once when a request has brought it while its own next attempt is far away', async () => {
    const { fake, client, fail, arrive, wait } = createLateClient()
    fail(1_000)
    onTestFinished(client.mount())
    let dueMs = 0
    while (dueMs < 5_000) {
      await wait(100)
      dueMs = Date.parse(client.connection.get().retryAt ?? '') - Date.now()
    }
    expect(client.connection.get().status).toBe('offline')
    fail(0)
    fake.conversations.set('conversation-1', buildConversation({ id: 'conversation-1' }))
    const read = client.markRead('conversation-1')
    await arrive(dueMs / 2)
    await read
    expect([client.connection.get().status, client.transport === null]).toEqual(['connected', false])
  })

  it('watches nothing that was let go by somebody who was told of it', async () => {
    const { client, fake, arrive } = createLateClient()
    onTestFinished(client.mount())
    const undos = ['conversation-1', 'conversation-2'].map((id) => client.watch(id))
    onTestFinished(
      client.connection.subscribe(() => {
        if (client.transport !== null) undos.splice(0).forEach((undo) => undo())
      }),
    )
    onTestFinished(client.watch('conversation-3'))
    await arrive()
    const isJoined = (id: string) => fake.transport.isJoined(id)
    expect(['conversation-1', 'conversation-2', 'conversation-3'].map(isJoined)).toEqual([false, false, true])
  })

  it('connects although somebody who is told of it throws', async () => {
    const { client, fake, loads, arrive } = createLateClient()
    let told = 0
    onTestFinished(
      client.connection.subscribe(() => {
        told += 1
        if (told === 1) throw new Error('of the application')
      }),
    )
    expect(client.mount).toThrow('of the application')
    onTestFinished(client.watch('conversation-1'))
    expect(loads()).toBe(1)
    await arrive()
    expect([client.connection.get().status, fake.transport.isJoined('conversation-1')]).toEqual(['connected', true])
  })

  it('does all that was asked for although somebody throws who hears that it is there', async () => {
    const uncaught = catchRejections()
    const { client, fake, arrive } = createLateClient()
    onTestFinished(client.mount())
    let isThrown = false
    onTestFinished(
      client.connection.subscribe(() => {
        if (client.transport === null || isThrown) return
        isThrown = true
        throw new Error('of the application')
      }),
    )
    onTestFinished(client.watch('conversation-1'))
    fake.conversations.set('conversation-1', buildConversation({ id: 'conversation-1' }))
    const read = client.markRead('conversation-1')
    await arrive()
    await expect(read).resolves.toBeUndefined()
    expect([client.connection.get().status, fake.transport.isJoined('conversation-1')]).toEqual(['connected', true])
    await tellRejections()
    expect(uncaught).toEqual([new Error('of the application')])
  })

  it('is offline, and no error is thrown, where a backend cannot be started whose code came before the mount', async () => {
    const { client, code, arrive } = createLateClient({
      start: () => {
        throw new TypeError('no such place')
      },
    })
    void code.load()
    await arrive()
    onTestFinished(client.mount())
    await arrive()
    expect(client.connection.get()).toMatchObject({ status: 'offline', reason: 'invalid_option' })
  })
})

describe('two ways, of which one’s code does not come', () => {
  const never = () => new Promise<object>(() => {})
  const fails = async () => {
    throw new TypeError('Failed to fetch dynamically imported module')
  }
  it.each([
    ['the second fails', [undefined, fails], 'socket'],
    ['the second hangs', [undefined, never], 'socket'],
    ['the first fails', [fails, undefined], 'supabase'],
  ] as const)('goes by the other: %s', async (_, loads, transport) => {
    const wait = stopClock()
    const fake = createFakeBackend()
    fake.messages.set('a', buildMessage({ id: 'a' }))
    const both = [fake, createFakeBackend({ kind: 'supabase', over: fake })]
    const backends = both.map(({ backend }, index) => {
      const load = loads[index]
      return load === undefined ? backend : { ...backend, code: createLate<object>(load) }
    })
    const client = createConversationClient({ backends, polling: false })
    onTestFinished(client.mount())
    const { ids } = watchIds(client)
    await wait(40_000)
    expect([client.connection.get(), ids()]).toMatchObject([{ status: 'connected', transport }, ['a']])
  })
})

describe('what failed, or was typed, before there was anybody to send it', () => {
  const failed = (id: string, changes: Partial<Message> = {}) =>
    buildMessage({
      ...{ id, clientId: id, text: id, direction: 'outbound', status: 'failed' },
      error: { code: 'network_error', message: 'cut off', origin: 'client' },
      createdAt: '2026-01-01T00:00:00.000Z',
      ...changes,
    })
  /** Its conversation on screen, as a persisted cache has brought it. */
  function openHeld(...messages: readonly Message[]) {
    const late = createLateClient()
    const { client, fake, queryClient } = late
    for (const message of messages) if (message.error?.origin !== 'client') fake.messages.set(message.id, message)
    hold(queryClient, client.scope, ...messages)
    onTestFinished(client.mount())
    const thread = client.watchMessages('conversation-1')
    onTestFinished(thread.close)
    return { ...late, rows: () => thread.get().messages.map(({ text, status }) => `${text} ${status}`) }
  }
  const id = 'conversation-1'

  it('leaves in the order of the clicks, once, and is shown as on its way at once', async () => {
    const refused = failed('refused', { clientId: null, error: { code: '131026', message: 'no', origin: 'provider' } })
    const { client, fake, wait, arrive, rows } = openHeld(refused, failed('again'))
    const sent = [
      client.retryMessage(id, 'again'),
      client.retryMessage(id, 'refused'),
      client.retryMessage(id, 'refused'),
    ]
    expect(() => client.retryMessage(id, 'again')).toThrow(expect.objectContaining({ code: 'invalid_option' }))
    sent.push(client.sendMessage({ conversationId: id, text: 'later' }))
    await wait(20)
    expect(rows()).toEqual(['refused failed', 'again sending', 'refused sending', 'later sending'])
    await arrive()
    await Promise.all(sent.map(({ settled }) => settled))
    expect([...fake.messages.values()].map(({ text }) => text)).toEqual(['refused', 'again', 'refused', 'later'])
    // A third click, with everything there.
    expect(client.retryMessage(id, 'refused')).toBe(sent[1])
  })

  it('goes when it is discarded: off the screen at once, and never to the customer', async () => {
    const { client, fake, wait, arrive, rows } = openHeld(failed('never'))
    const { message, settled } = client.sendMessage({ conversationId: id, text: 'typed in error' })
    for (const each of ['never', message.id]) client.discardMessage(each)
    expect(() => client.discardMessage(message.id)).toThrow(expect.objectContaining({ field: 'messageId' }))
    await wait(20)
    expect(rows()).toEqual([])
    await arrive()
    await expect(settled).rejects.toMatchObject({ code: 'aborted' })
    expect([rows(), fake.messages.size]).toEqual([[], 0])
  })

  it('is retried without a rejection that nobody hears where the code does not come', async () => {
    const uncaught = catchRejections()
    const { client, wait, fail, rows } = openHeld(failed('again'))
    fail(1_000)
    client.retryMessage(id, 'again')
    await wait(20_000)
    await tellRejections()
    expect([rows(), uncaught]).toEqual([['again sending'], []])
  })
})
