import { describe, expect, it } from 'vitest'
import { ConversationError } from '../../src/domain/errors.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { startFakeClient, watchIds } from '../helpers/fakeClient.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 12, 0, second)).toISOString()
const message = (id: string, second: number) => buildMessage({ id, createdAt: at(second) })
const offline = new ConversationError('network_error', 'the server could not be reached')

describe.each([
  ['a server with every extension', undefined],
  ['a base server', []],
])('on %s', (_, capabilities) => {
  const start = () => startFakeClient(capabilities === undefined ? {} : { capabilities })

  it('subscribes before it fetches', async () => {
    const { fake, client } = start()
    fake.messages.set('a', message('a', 1))
    const { ids } = watchIds(client)
    const release = fake.holdNext('listMessages')
    await expect.poll(() => fake.calls.map(({ method }) => method)).toContain('listMessages')
    expect(fake.transport.isJoined('conversation-1')).toBe(true)
    // Read, but not delivered yet: what is written now is in the subscription only.
    fake.write(message('b', 2))
    release()
    await expect.poll(ids).toEqual(['a', 'b'])
  })

  it('shows what was written while the line was down, in order and once', async () => {
    const { fake, client } = start()
    fake.messages.set('a', message('a', 1))
    const { ids } = watchIds(client)
    await expect.poll(ids).toEqual(['a'])
    fake.transport.drop()
    fake.write(message('c', 3))
    fake.write(message('b', 2))
    fake.transport.restore()
    await expect.poll(ids).toEqual(['a', 'b', 'c'])
    await expect.poll(() => client.connection.get().status).toBe('connected')
    expect(fake.transport.confirmations()).toBeGreaterThan(0)
  })

  it('finds what was written to an empty conversation while the line was down, behind what comes live', async () => {
    const { fake, client } = start()
    const { thread, ids } = watchIds(client)
    await expect.poll(() => thread.get().isPending).toBe(false)
    fake.transport.drop()
    const missed = Array.from({ length: 120 }, (_, second) => message(`m${1000 + second}`, second))
    for (const each of missed) fake.write(each)
    fake.transport.restore()
    await expect.poll(() => fake.transport.isJoined('conversation-1')).toBe(true)
    fake.write(message('z', 500))
    await expect.poll(ids).toEqual([...missed.map(({ id }) => id), 'z'])
  })

  it('does not shrink the window when the line drops again during the catch-up', async () => {
    const { fake, client } = start()
    fake.messages.set('a', message('a', 1))
    const { ids } = watchIds(client)
    await expect.poll(ids).toEqual(['a'])
    fake.transport.drop()
    fake.write(message('b', 2))
    fake.failNext(capabilities ? 'listMessages' : 'listMessageChanges', offline)
    fake.transport.restore()
    await expect.poll(() => fake.transport.isJoined('conversation-1')).toBe(true)
    // Arrives live, on the far side of the hole.
    fake.write(message('d', 4))
    await expect.poll(ids).toContain('d')
    fake.transport.drop()
    fake.write(message('c', 3))
    fake.transport.restore()
    await expect.poll(ids).toEqual(['a', 'b', 'c', 'd'])
  })

  it('stays behind "catching-up" until it has succeeded, however often it fails', async () => {
    const { fake, client } = start()
    fake.messages.set('a', message('a', 1))
    const { ids } = watchIds(client)
    await expect.poll(ids).toEqual(['a'])
    await expect.poll(() => client.connection.get().status).toBe('connected')
    fake.transport.drop()
    expect(client.connection.get()).toMatchObject({ status: 'reconnecting', isStale: true, reason: 'disconnected' })
    fake.write(message('b', 2))
    const confirmations = fake.transport.confirmations()
    fake.failNext(capabilities ? 'listMessages' : 'listMessageChanges', offline)
    fake.transport.restore()
    await expect.poll(() => client.connection.get().status).toBe('catching-up')
    expect(fake.transport.confirmations()).toBe(confirmations)
    await expect.poll(() => client.connection.get().status).toBe('connected')
    expect(ids()).toEqual(['a', 'b'])
    expect(fake.transport.confirmations()).toBe(confirmations + 1)
  })

  it('fetches what a frame that cannot be read may have said', async () => {
    const { fake, client } = start()
    fake.messages.set('a', message('a', 1))
    const { ids } = watchIds(client)
    await expect.poll(() => client.connection.get().status).toBe('connected')
    fake.messages.set('b', { ...message('b', 2), updatedAt: '2027-01-01T00:00:00.000Z' })
    fake.announce({ type: 'frame.rejected', name: 'newer', reason: 'unknown event', isKnown: false })
    const before = fake.calls.length
    fake.announce({ type: 'frame.rejected', name: 'message', reason: 'content: expected string', isKnown: true })
    await expect.poll(ids).toEqual(['a', 'b'])
    expect(fake.calls.length).toBe(before + 1)
  })

  it('catches up with a conversation that is opened again', async () => {
    const { fake, client } = start()
    fake.messages.set('a', message('a', 1))
    const first = client.watchMessages('conversation-1')
    await expect.poll(() => first.get().messages.length).toBe(1)
    first.close()
    await expect.poll(() => fake.transport.isJoined('conversation-1')).toBe(false)
    fake.write(message('b', 2))
    const { ids } = watchIds(client)
    expect(ids()).toEqual(['a'])
    await expect.poll(ids).toEqual(['a', 'b'])
  })

  it('starts by itself what had failed while everything was down', async () => {
    const { fake, client } = start()
    fake.transport.drop()
    const forbidden = new ConversationError('unauthorized', 'signed out')
    fake.failNext('listMessages', forbidden)
    fake.messages.set('a', message('a', 1))
    const { thread, ids } = watchIds(client)
    await expect.poll(() => thread.get().error).toBe(forbidden)
    fake.transport.restore()
    await expect.poll(ids).toEqual(['a'])
  })

  it('brings the inbox up to date after an outage', async () => {
    const { fake, client } = start()
    fake.writeConversation(buildConversation({ id: 'one', lastMessageAt: at(1) }))
    fake.writeConversation(buildConversation({ id: 'two', lastMessageAt: at(2) }))
    const inbox = client.watchConversations()
    await expect.poll(() => inbox.get().conversations.map(({ id }) => id)).toEqual(['two', 'one'])
    fake.transport.drop()
    fake.writeConversation(buildConversation({ id: 'one', lastMessageAt: at(9), unreadCount: 3 }))
    fake.writeConversation(buildConversation({ id: 'new', lastMessageAt: at(5) }))
    fake.transport.restore()
    await expect.poll(() => inbox.get().conversations.map(({ id }) => id)).toEqual(['one', 'new', 'two'])
    expect(inbox.get().conversations[0]?.unreadCount).toBe(3)
    inbox.close()
  })
})

describe('recovery', () => {
  it('by change time finds edits, deletions and receipts deep in the history', async () => {
    const { fake, client } = startFakeClient()
    const history = Array.from({ length: 120 }, (_, second) => message(`m${1000 + second}`, second))
    for (const each of history) fake.messages.set(each.id, each)
    const { thread } = watchIds(client)
    await expect.poll(() => thread.get().messages.length).toBe(50)
    await thread.fetchNextPage()
    await thread.fetchNextPage()
    expect(thread.get().messages).toHaveLength(120)
    fake.transport.drop()
    const first = history[0]
    if (first) fake.write({ ...first, text: 'edited', deletedAt: at(900) })
    fake.transport.restore()
    await expect.poll(() => thread.get().messages[0]).toMatchObject({ text: 'edited', deletedAt: at(900) })
  })

  it('on a base server finds receipts for what was not read yet', async () => {
    const { fake, client } = startFakeClient({ capabilities: [] })
    const sent = buildMessage({ id: 'a', createdAt: at(0), direction: 'outbound', status: 'sent' })
    fake.messages.set('a', sent)
    for (let second = 1; second < 80; second += 1)
      fake.messages.set(`m${1000 + second}`, message(`m${1000 + second}`, second))
    const { thread } = watchIds(client)
    await expect.poll(() => thread.get().messages.length).toBe(50)
    await thread.fetchNextPage()
    await expect.poll(() => client.connection.get().status).toBe('connected')
    fake.transport.drop()
    fake.messages.set('a', { ...sent, status: 'read' })
    fake.transport.restore()
    await expect.poll(() => thread.get().messages[0]?.status).toBe('read')
  })

  it('starts anew at the newest page when the gap is too large to fill', async () => {
    const { fake, client } = startFakeClient({ capabilities: [] })
    fake.messages.set('a', message('a', 1))
    const { thread } = watchIds(client)
    await expect.poll(() => client.connection.get().status).toBe('connected')
    await expect.poll(() => thread.get().messages.length).toBe(1)
    fake.transport.drop()
    for (let second = 0; second < 700; second += 1)
      fake.messages.set(`n${1000 + second}`, message(`n${1000 + second}`, 60 + second))
    fake.transport.restore()
    await expect.poll(() => thread.get().messages.at(-1)?.id).toBe('n1699')
    expect(thread.get().messages).toHaveLength(50)
    expect(thread.get().hasNextPage).toBe(true)
    while (thread.get().hasNextPage) await thread.fetchNextPage()
    expect(thread.get().messages).toHaveLength(701)
    expect(thread.get().messages[0]?.id).toBe('a')
  })

  it('forgets everything of a user when another one signs in', async () => {
    const { fake, client } = startFakeClient()
    fake.messages.set('a', message('a', 1))
    const { thread, ids } = watchIds(client)
    await expect.poll(ids).toEqual(['a'])
    fake.transport.drop()
    fake.failNext('sendMessage', new ConversationError('invalid_payload', 'no'))
    await client.sendMessage({ conversationId: 'conversation-1', text: 'mine' }).settled.catch(() => {})
    expect(thread.get().messages).toHaveLength(2)
    fake.transport.restore()
    const release = fake.holdNext('listMessages')
    fake.announce({
      type: 'session.started',
      userId: 'user-2',
      userName: null,
      serverTime: at(0),
      tokenExpiresAt: null,
      capabilities: [],
    })
    await expect.poll(ids).toEqual([])
    release()
    await expect.poll(ids).toEqual(['a'])
  })
})
