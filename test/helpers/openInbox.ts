import { onTestFinished } from 'vitest'
import type { Conversation } from '../../src/domain/conversation.ts'
import type { ConversationFilter } from '../../src/domain/conversationFilter.ts'
import { buildConversation } from '../../src/testing/builders.ts'
import type { FakeBackend, FakeBackendOptions } from '../../src/testing/fakeBackend.ts'
import { startFakeClient } from './fakeClient.ts'
import { SETTLED_MS } from './openThread.ts'
import { stopClock } from './stillClock.ts'

export interface OpenInboxOptions extends FakeBackendOptions {
  readonly filter?: ConversationFilter
  /** What the server holds before anybody asks. */
  readonly conversations?: readonly Conversation[]
}

/** Puts conversations into the server; it has told nobody. */
export function storeConversations(fake: FakeBackend, ...conversations: readonly Conversation[]): void {
  for (const conversation of conversations) fake.conversations.set(conversation.id, conversation)
}

/** So many conversations, `c0` with the latest activity. */
export function buildInbox(count: number, overrides: Partial<Conversation> = {}): readonly Conversation[] {
  return Array.from({ length: count }, (_, position) => {
    const at = new Date(Date.UTC(2026, 0, 5) - position * 60_000).toISOString()
    return buildConversation({ id: `c${position}`, lastMessageAt: at, updatedAt: at, ...overrides })
  })
}

/** An inbox open on a line that has settled, in a time that only the test lets pass. */
export async function openInbox({ filter, conversations = [], ...options }: OpenInboxOptions = {}) {
  const wait = stopClock()
  const { fake, client } = startFakeClient(options)
  storeConversations(fake, ...conversations)
  const inbox = client.watchConversations(filter)
  onTestFinished(inbox.close)
  await wait(SETTLED_MS)
  return {
    wait,
    fake,
    client,
    inbox,
    listed: () => inbox.get().conversations.map(({ id }) => id),
    find: (id: string) => inbox.get().conversations.find((conversation) => conversation.id === id),
  }
}
