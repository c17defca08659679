import { expect, it, onTestFinished } from 'vitest'
import type { Backend } from '../../src/backends/backend.ts'
import { chatEngine } from '../../src/backends/chatEngine/index.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'

it('starts a backend in one of the application’s own, which does not say what has to be loaded', async () => {
  const inner = chatEngine({ url: 'http://127.0.0.1:9', workspaceId: 'w', getToken: () => null })
  const { name, kind, key, isEnabled } = inner
  const backend: Backend = { name, kind, key, isEnabled, start: () => inner.start() }
  const client = createConversationClient({ backends: [backend], polling: false })
  onTestFinished(client.mount())
  await expect.poll(() => client.transport, { timeout: 5_000 }).not.toBe(null)
})
