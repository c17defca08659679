import { describe, expect, it, onTestFinished } from 'vitest'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import { createLateClient, hold } from '../helpers/lateClient.ts'
import { SETTLED_MS } from '../helpers/openThread.ts'

describe('a client whose code is loaded late', () => {
  it('loads nothing when it is made, loads with the first mount, and connects then', async () => {
    const { client, loads, arrive, wait } = createLateClient()
    await wait(100)
    expect([loads(), client.connection.get().status, client.isEnabled, client.hasSocket]).toEqual([
      0,
      'idle',
      true,
      true,
    ])
    onTestFinished(client.mount())
    expect(client.connection.get().status).toBe('connecting')
    await wait(100)
    expect([loads(), client.connection.get().status, client.transport]).toEqual([1, 'connecting', null])
    let isTold = false
    onTestFinished(client.connection.subscribe(() => (isTold ||= client.transport !== null)))
    await arrive()
    expect([client.connection.get().status, client.transport !== null, isTold]).toEqual(['connected', true, true])
    const other = createConversationClient({ backends: [createFakeBackend().backend], polling: false })
    expect(other.transport).not.toBe(null)
  })

  it('does what it was asked for meanwhile, and nothing that was taken back', async () => {
    const { fake, client, arrive, wait, names } = createLateClient()
    fake.messages.set('a', buildMessage({ id: 'a' }))
    fake.conversations.set('conversation-1', buildConversation({ id: 'conversation-1', unreadCount: 3 }))
    onTestFinished(client.mount())
    const thread = client.watchMessages('conversation-1')
    const inbox = client.watchConversations()
    const typing = client.watchTyping('conversation-1')
    const presences = client.watchPresence(null)
    const undos = [client.announcePresence('conversation-1'), client.watch('conversation-3')]
    onTestFinished(() => [thread.close, inbox.close, ...undos].forEach((undo) => undo()))
    client.watch('conversation-2')()
    client.announcePresence('conversation-2')()
    client.notifyTyping('conversation-1')
    let typists = 0
    onTestFinished(typing.subscribe(() => (typists = typing.get().length)))
    const notHeard = typing.subscribe(() => expect.unreachable('it was taken back'))
    notHeard()
    const read = client.markRead('conversation-1')
    const changed = client.updateConversation('conversation-1', { priority: 'high' })
    expect([thread.get().isPending, typing.get(), presences.get()]).toEqual([true, [], []])
    await arrive()
    await Promise.all([read, changed])
    // Two changes crossed each other on their way: it is asked for what became of them.
    await wait(2_000)
    expect(thread.get().messages.map(({ id }) => id)).toEqual(['a'])
    expect(inbox.get().conversations).toMatchObject([{ id: 'conversation-1', unreadCount: 0, priority: 'high' }])
    expect(['conversation-1', 'conversation-2', 'conversation-3'].map((id) => fake.transport.isJoined(id))).toEqual([
      true,
      false,
      true,
    ])
    expect(names().filter((name) => name === 'announcePresence')).toHaveLength(1)
    expect(names()).not.toContain('notifyTyping')
    const participant = { type: 'contact', id: 'contact-1', name: 'Ana' } as const
    fake.announce({ type: 'typing.changed', conversationId: 'conversation-1', participant, isTyping: true })
    expect([typists, typing.get()]).toEqual([1, [participant]])
  })

  it('shows at once what is sent meanwhile, and sends it once and in order when it can', async () => {
    const { fake, client, queryClient, arrive, wait } = createLateClient()
    hold(queryClient, client.scope, buildMessage({ id: 'a', createdAt: '2026-01-01T00:00:00.000Z' }))
    fake.messages.set('a', buildMessage({ id: 'a', createdAt: '2026-01-01T00:00:00.000Z' }))
    onTestFinished(client.mount())
    const thread = client.watchMessages('conversation-1')
    onTestFinished(thread.close)
    const sent = ['one', 'two'].map((text) => client.sendMessage({ conversationId: 'conversation-1', text }))
    const texts = () =>
      thread
        .get()
        .messages.slice(1)
        .map(({ text, status }) => `${text} ${status}`)
    await wait(20)
    expect(texts()).toEqual(['one sending', 'two sending'])
    expect(() => client.sendMessage({ conversationId: 'conversation-1', text: ' ' })).toThrow(
      expect.objectContaining({ code: 'invalid_payload', field: 'text' }),
    )
    await arrive()
    await expect(Promise.all(sent.map(({ settled }) => settled))).resolves.toMatchObject([
      { text: 'one' },
      { text: 'two' },
    ])
    expect(texts()).toEqual(['one pending', 'two pending'])
    expect([...fake.messages.values()].map(({ text }) => text).slice(1)).toEqual(['one', 'two'])
  })

  it('retries and discards, once it can, what had failed before', async () => {
    const failed = (id: string) =>
      buildMessage({
        id,
        clientId: id,
        direction: 'outbound',
        status: 'failed',
        error: { code: 'network_error', message: 'cut off', origin: 'client' },
        text: id,
        createdAt: '2026-01-01T00:00:00.000Z',
      })
    const { fake, client, queryClient, arrive } = createLateClient()
    hold(queryClient, client.scope, failed('again'), failed('never'))
    onTestFinished(client.mount())
    const thread = client.watchMessages('conversation-1')
    onTestFinished(thread.close)
    const { message, settled } = client.retryMessage('conversation-1', 'again')
    client.discardMessage('never')
    expect(message.id).toBe('again')
    expect(() => client.retryMessage('conversation-1', 'unknown')).toThrow(
      expect.objectContaining({ code: 'invalid_option', field: 'messageId' }),
    )
    await arrive()
    await expect(settled).resolves.toMatchObject({ text: 'again' })
    expect(thread.get().messages.map(({ text }) => text)).toEqual(['again'])
    expect(fake.messages.size).toBe(1)
  })

  it('is offline while its code cannot be loaded, tries again, and shows everything once it is there', async () => {
    const { fake, client, loads, fail, arrive, wait } = createLateClient()
    fake.messages.set('a', buildMessage({ id: 'a' }))
    fail(1000)
    onTestFinished(client.mount())
    const thread = client.watchMessages('conversation-1')
    onTestFinished(thread.close)
    await wait(10_000)
    const { status, reason, retryAt } = client.connection.get()
    expect([status, reason, typeof retryAt]).toEqual(['offline', 'network_error', 'string'])
    expect(thread.get().error).toMatchObject({ code: 'network_error' })
    expect(thread.get().error?.message).toContain('reload the page')
    await expect(client.markRead('conversation-1')).rejects.toMatchObject({ code: 'network_error' })
    const before = loads()
    fail(0)
    client.reconnect()
    expect(loads()).toBe(before + 1)
    await arrive()
    expect([client.connection.get().status, thread.get().error, thread.get().messages.length]).toEqual([
      'connected',
      null,
      1,
    ])
  })

  it('connects as soon as anybody’s request has brought the code, whenever the next attempt is due', async () => {
    const { client, fail, arrive, wait } = createLateClient()
    fail(1_000)
    onTestFinished(client.mount())
    const isFarOff = () => Date.parse(client.connection.get().retryAt ?? '') > Date.now() + SETTLED_MS + 1_000
    for (let second = 0; second < 600 && !isFarOff(); second += 1) await wait(1_000)
    const { retryAt } = client.connection.get()
    fail(0)
    const query = client.queryClient.fetchInfiniteQuery(client.queries.messages('conversation-1') as never)
    await arrive()
    await query
    expect(client.connection.get().status).toBe('connected')
    expect(Date.now()).toBeLessThan(Date.parse(retryAt ?? ''))
  })

  it('waits no longer than 15 s for code that does not come', async () => {
    const { client, loads, wait } = createLateClient()
    onTestFinished(client.mount())
    await wait(14_900)
    expect([loads(), client.connection.get().status]).toEqual([1, 'connecting'])
    await wait(100 + SETTLED_MS)
    expect(loads()).toBeGreaterThan(1)
  })

  it('opens nothing when the last of it was unmounted before its code was there', async () => {
    const { fake, client, arrive, wait } = createLateClient()
    client.mount()()
    await wait(200)
    expect(client.connection.get().status).toBe('idle')
    await arrive()
    expect([client.connection.get().status, fake.transport.state.get().status]).toEqual(['idle', 'idle'])
    onTestFinished(client.mount())
    await wait(SETTLED_MS)
    expect(client.connection.get().status).toBe('connected')
  })

  it('says what is wrong with a backend that cannot be started', async () => {
    const { client, arrive } = createLateClient({
      start: () => {
        throw new TypeError('no such place')
      },
    })
    onTestFinished(client.mount())
    const thread = client.watchMessages('conversation-1')
    onTestFinished(thread.close)
    await arrive()
    expect(client.connection.get()).toMatchObject({ status: 'offline', reason: 'invalid_option' })
    const { error } = thread.get()
    expect(error?.message).toContain('a backend cannot be started')
    expect(error?.cause).toEqual(new TypeError('no such place'))
  })

  it('takes any spelling of a conversation’s id, as one whose code is there', async () => {
    const { fake, client, arrive } = createLateClient({ toConversationId: (id) => id.toLowerCase() })
    onTestFinished(client.mount())
    onTestFinished(client.watch('CONVERSATION-1'))
    expect(client.transport).toBe(null)
    await arrive()
    expect([fake.transport.isJoined('conversation-1'), client.transport === null]).toEqual([true, false])
  })
})
