import { onTestFinished } from 'vitest'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { ConversationClient } from '../../src/client/conversationClient.ts'
import { createFakeBackend, type FakeBackend, type FakeBackendOptions } from '../../src/testing/fakeBackend.ts'

/** A mounted client over the fake backend, without polling; unmounted when the test ends. */
export function startFakeClient(options: FakeBackendOptions = {}): { fake: FakeBackend; client: ConversationClient } {
  const fake = createFakeBackend(options)
  const client = createConversationClient({ backends: [fake.backend], polling: false })
  onTestFinished(client.mount())
  return { fake, client }
}

/** Ids of a conversation's messages as they are shown, and how they are checked again and again. */
export function watchIds(client: ConversationClient, conversationId = 'conversation-1') {
  const thread = client.watchMessages(conversationId)
  onTestFinished(thread.close)
  return { thread, ids: () => thread.get().messages.map(({ id }) => id) }
}
