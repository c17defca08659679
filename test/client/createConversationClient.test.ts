import { QueryClient } from '@tanstack/query-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import { startFakeClient, watchIds } from '../helpers/fakeClient.ts'
import { openInbox } from '../helpers/openInbox.ts'
import { stopClock } from '../helpers/stillClock.ts'

describe('createConversationClient', () => {
  it('opens nothing until it is mounted, and closes with the last unmount', async () => {
    const fake = createFakeBackend()
    const client = createConversationClient({ backends: [fake.backend] })
    expect(fake.transport.state.get().status).toBe('idle')
    const unmounts = [client.mount(), client.mount()]
    await expect.poll(() => client.connection.get().status).toBe('connected')
    unmounts[0]?.()
    unmounts[0]?.()
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(client.connection.get().status).toBe('connected')
    unmounts[1]?.()
    await expect.poll(() => client.connection.get().status).toBe('idle')
    onTestFinished(client.mount())
    await expect.poll(() => client.connection.get().status).toBe('connected')
  })

  it('outlives the last unmount by its whole moment, also after one that was taken back', async () => {
    const wait = stopClock()
    const client = createConversationClient({ backends: [createFakeBackend().backend], polling: false })
    // As StrictMode does: mounted, unmounted and mounted in one breath.
    client.mount()()
    const unmount = client.mount()
    await wait(90)
    unmount()
    await wait(90)
    expect(client.connection.get().status).toBe('connected')
  })

  it('takes the first backend that is enabled', () => {
    const fake = createFakeBackend()
    const client = createConversationClient({ backends: [{ ...fake.backend, isEnabled: false }, fake.backend] })
    expect(client.isEnabled).toBe(true)
    expect(createConversationClient({ backends: [] }).isEnabled).toBe(false)
  })

  it('knows what is read also where something else was changed before the list was there', async () => {
    const wait = stopClock()
    const { fake, client } = startFakeClient()
    fake.conversations.set('conversation-1', buildConversation({ id: 'conversation-1', unreadCount: 3 }))
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    const both = [client.markRead('conversation-1'), client.updateConversation('conversation-1', { priority: 'high' })]
    await wait(5_000)
    await Promise.all(both)
    expect(inbox.get().conversations).toMatchObject([{ unreadCount: 0, priority: 'high' }])
  })

  it('gives the same snapshot until something changes', async () => {
    const { fake, client } = startFakeClient()
    fake.messages.set('a', buildMessage({ id: 'a' }))
    const thread = client.watchMessages('conversation-1')
    onTestFinished(thread.close)
    await expect.poll(() => thread.get().messages.length).toBe(1)
    const snapshot = thread.get()
    fake.announce({ type: 'message.received', message: buildMessage({ conversationId: 'elsewhere' }) })
    expect(thread.get()).toBe(snapshot)
  })

  it('hears nothing any more after it was closed', async () => {
    const { fake, client } = startFakeClient()
    const thread = client.watchMessages('conversation-1')
    await expect.poll(() => thread.get().isPending).toBe(false)
    let calls = 0
    thread.subscribe(() => (calls += 1))
    thread.close()
    thread.close()
    fake.write(buildMessage())
    await expect.poll(() => fake.transport.isJoined('conversation-1')).toBe(false)
    expect(calls).toBe(0)
  })

  it('keeps the last conversations that were closed, and not all of a long day', async () => {
    const { fake, client } = startFakeClient()
    for (let count = 0; count < 60; count += 1) {
      fake.messages.set(`m${count}`, buildMessage({ id: `m${count}`, conversationId: `c${count}` }))
      const thread = client.watchMessages(`c${count}`)
      await expect.poll(() => thread.get().messages.length).toBe(1)
      thread.close()
    }
    const cached = client.queryClient.getQueryCache().getAll().length
    expect(cached).toBeLessThanOrEqual(51)
    expect(client.watchMessages('c59').get().messages).toHaveLength(1)
  })

  it('shows a conversation that is opened again when it is the oldest of those kept', async () => {
    const wait = stopClock()
    const { fake, client } = startFakeClient()
    for (let count = 0; count < 51; count += 1) {
      const thread = client.watchMessages(`c${count}`)
      await wait(1_000)
      thread.close()
    }
    const { ids } = watchIds(client, 'c0')
    await wait(1_000)
    fake.write(buildMessage({ id: 'live', conversationId: 'c0' }))
    await wait(50)
    expect(ids()).toEqual(['live'])
  })

  it('leaves the application’s own cache alone', async () => {
    const queryClient = new QueryClient()
    const fake = createFakeBackend()
    queryClient.setQueryData(['theirs'], 1)
    const client = createConversationClient({ backends: [fake.backend], queryClient })
    const unmount = client.mount()
    const thread = client.watchMessages('c')
    await expect.poll(() => thread.get().isPending).toBe(false)
    thread.close()
    unmount()
    await expect.poll(() => client.connection.get().status).toBe('idle')
    expect(queryClient.getQueryData(['theirs'])).toBe(1)
    queryClient.clear()
  })
})

describe('a change of a conversation', () => {
  it('to read leaves a message unread that came meanwhile', async () => {
    const one = buildConversation({ id: 'one', unreadCount: 3 })
    const { fake, client, wait, find } = await openInbox({ conversations: [one] })
    const answer = fake.holdNext('markRead')
    const done = client.markRead('one')
    await wait(10)
    fake.writeConversation({ ...one, unreadCount: 1 })
    await wait(50)
    answer()
    await done
    await wait(1_000)
    expect(find('one')?.unreadCount).toBe(1)
  })

  it('that is refused is taken back, and nothing else that was reported meanwhile', async () => {
    const one = buildConversation({ id: 'one', stageId: 'old', unreadCount: 0 })
    const { fake, client, wait, find } = await openInbox({ conversations: [one] })
    const answer = fake.holdNext('updateConversation')
    const forbidden = new ConversationError('forbidden', 'the server answered 403')
    fake.failNext('updateConversation', forbidden, { after: true })
    const done = client.updateConversation('one', { stageId: 'new' })
    await wait(10)
    const updatedAt = new Date(Date.now() + 60_000).toISOString()
    fake.announce({ type: 'conversation.changed', patch: { id: 'one', updatedAt, unreadCount: 4 } })
    await wait(50)
    expect(find('one')).toMatchObject({ stageId: 'new', unreadCount: 4 })
    answer()
    await expect(done).rejects.toBe(forbidden)
    await wait(50)
    expect(find('one')).toMatchObject({ stageId: 'old', unreadCount: 4 })
  })
})
