import { QueryClient } from '@tanstack/query-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import { buildMessage } from '../../src/testing/builders.ts'
import { startFakeClient } from '../helpers/fakeClient.ts'

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

  it('takes the first backend that is enabled', () => {
    const fake = createFakeBackend()
    const client = createConversationClient({ backends: [{ ...fake.backend, isEnabled: false }, fake.backend] })
    expect(client.isEnabled).toBe(true)
    expect(createConversationClient({ backends: [] }).isEnabled).toBe(false)
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
