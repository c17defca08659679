import { describe, expect, it, onTestFinished } from 'vitest'
import type { Backend } from '../../src/backends/backend.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend, type FakeBackend } from '../../src/testing/fakeBackend.ts'
import { stopClock } from '../helpers/stillClock.ts'

const conversationId = 'conversation-1'

const open = (...backends: readonly Backend[]) => {
  const client = createConversationClient({ backends })
  onTestFinished(client.mount())
  return client
}
const methods = (fake: FakeBackend) => fake.calls.map(({ method }) => method)

describe('capabilities', () => {
  it('name what can be done by definition, and what the server has announced once it has', async () => {
    const fake = createFakeBackend({ capabilities: ['crm'] })
    const client = open({ ...fake.backend, cannot: ['markRead', 'notifyTyping'] })
    await expect.poll(() => client.connection.get().status).toBe('connected')
    const known = client.capabilities.get()
    expect([...known].toSorted()).toEqual([
      'crm',
      'listConversations',
      'listMessages',
      'sendMessage',
      'updateConversation',
    ])
    client.reconnect()
    fake.write(buildMessage())
    expect(client.capabilities.get()).toBe(known)
  })

  it('refuse at once what is missing: nothing is asked, and nothing changes on screen', async () => {
    const fake = createFakeBackend()
    fake.conversations.set(conversationId, buildConversation({ id: conversationId, unreadCount: 3 }))
    const client = open({ ...fake.backend, cannot: ['markRead', 'updateConversation', 'sendMessage'] })
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    const thread = client.watchMessages(conversationId)
    onTestFinished(thread.close)
    await expect.poll(() => inbox.get().conversations.length).toBe(1)
    let changes = 0
    inbox.subscribe(() => (changes += 1))
    await expect(client.markRead(conversationId)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/^unable to mark the conversation as read; fake socket cannot \(markRead\)/),
    })
    await expect(client.updateConversation(conversationId, { status: 'resolved' })).rejects.toMatchObject({
      code: 'unsupported',
    })
    expect(() => client.sendMessage({ conversationId, text: 'hi' })).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    )
    expect(thread.get().messages).toEqual([])
    expect(changes).toBe(0)
    expect(methods(fake)).not.toContain('markRead')
  })

  it('are those of all backends together: what one cannot do goes to the one that can', async () => {
    const primary = createFakeBackend()
    const secondary = createFakeBackend({ kind: 'supabase', over: primary })
    primary.conversations.set(conversationId, buildConversation({ id: conversationId, unreadCount: 3 }))
    const client = open({ ...primary.backend, cannot: ['markRead'] }, secondary.backend)
    await expect.poll(() => client.connection.get().status).toBe('connected')
    expect(client.capabilities.get().has('markRead')).toBe(true)
    await client.markRead(conversationId)
    expect(methods(primary)).not.toContain('markRead')
    expect(methods(secondary)).toContain('markRead')
  })

  it('without anything to ask for do not poll, so that a dead line is not called live', async () => {
    const wait = stopClock()
    const fake = createFakeBackend()
    const client = open({ ...fake.backend, cannot: ['listMessages', 'listConversations'] })
    await wait(1_000)
    fake.transport.drop()
    await wait(60_000)
    expect(client.connection.get()).toMatchObject({ status: 'reconnecting', transport: null })
    expect(fake.calls).toEqual([])
  })
})

describe('a conversation’s id', () => {
  it('is one conversation however it is spelled, where the server says so', async () => {
    const fake = createFakeBackend()
    fake.conversations.set('ab-1', buildConversation({ id: 'ab-1', unreadCount: 1 }))
    const client = open({ ...fake.backend, toConversationId: (id) => id.toLowerCase() })
    const thread = client.watchMessages('AB-1')
    onTestFinished(thread.close)
    await expect.poll(() => fake.transport.isJoined('ab-1')).toBe(true)
    fake.write(buildMessage({ id: 'a', conversationId: 'ab-1' }))
    await expect.poll(() => thread.get().messages.length).toBe(1)
    await client.sendMessage({ conversationId: 'AB-1', text: 'Hello' }).settled
    expect(thread.get().messages).toHaveLength(2)
    await client.markRead('Ab-1')
    expect(fake.conversations.get('ab-1')?.unreadCount).toBe(0)
  })
})
