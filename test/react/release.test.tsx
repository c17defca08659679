import { expect, it, vi } from 'vitest'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'

it('a client is released without a word when the page has gone before it, as at the end of a test', async () => {
  vi.useFakeTimers()
  const client = createConversationClient({ backends: [createFakeBackend().backend], polling: false })
  const unmount = client.mount()
  await vi.advanceTimersByTimeAsync(500)
  expect(client.connection.get().status).toBe('connected')
  unmount()
  vi.stubGlobal('window', undefined)
  try {
    await vi.advanceTimersByTimeAsync(500)
  } finally {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  }
  expect(client.connection.get().status).toBe('idle')
})
