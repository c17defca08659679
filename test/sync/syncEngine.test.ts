import { QueryClient } from '@tanstack/query-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createChatEngineJwt } from '../../src/auth/chatEngineJwt.ts'
import type { Backend } from '../../src/backends/backend.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import { createFakeBackend, type FakeBackendOptions } from '../../src/testing/fakeBackend.ts'
import { watchIds } from '../helpers/fakeClient.ts'
import { messageAt, store } from '../helpers/history.ts'
import { unsignedJwt } from '../helpers/jwt.ts'
import { SETTLED_MS } from '../helpers/openThread.ts'
import { stopClock } from '../helpers/stillClock.ts'

describe.each<readonly [string, FakeBackendOptions]>([
  ['a server that says who is connected', {}],
  ['a base server, whose token says it', { capabilities: [] }],
])('on %s', (_, options) => {
  it('another user sees nothing of what the last one left in the application’s cache', async () => {
    const wait = stopClock()
    const queryClient = new QueryClient()
    const mount = (userId: string, isTheirs: boolean) => {
      const fake = createFakeBackend({ ...options, userId })
      if (isTheirs) store(fake, messageAt(1))
      const client = createConversationClient({ backends: [withTokenOf(userId, fake.backend)], queryClient })
      const unmount = client.mount()
      onTestFinished(unmount)
      return { fake, client, unmount, ...watchIds(client) }
    }
    const first = mount('ana', true)
    await wait(SETTLED_MS)
    first.fake.failNext('sendMessage', new ConversationError('invalid_payload', 'the server refused'))
    await first.client.sendMessage({ conversationId: 'conversation-1', text: 'Hers' }).settled.catch(() => {})
    expect(first.ids()).toHaveLength(2)
    first.thread.close()
    first.unmount()
    await wait(1_000)
    const second = mount('bia', false)
    await wait(SETTLED_MS)
    expect(second.client.connection.get().status).toBe('connected')
    expect(second.ids()).toEqual([])
  })
})

function withTokenOf(userId: string, backend: Backend): Backend {
  return {
    ...backend,
    start: () => {
      const tokens = createChatEngineJwt({ getToken: () => unsignedJwt({ sub: userId }) })
      void tokens.get({ reason: 'connect' })
      return { ...backend.start(), tokens }
    },
  }
}
