import type { PollingOptions } from '../../connection/poller.ts'
import type { Conversation } from '../../domain/conversation.ts'
import type { Message } from '../../domain/message.ts'
import { buildConversation } from '../builders.ts'
import type { FakeBackend } from '../fakeBackend.ts'

/**
 * A state that a healthy server never shows, as what is done to a fake.
 *
 * @example
 * const tooLate: Scenario = { description: 'Answers come late.', arrange: (fake) => fake.setDelay('sendMessage', 3_000) }
 */
export interface Scenario {
  /** When it is seen, and what the agent can do. */
  readonly description: string
  /** A Supabase beneath the server shows the same data. Default `false`. */
  readonly hasSupabase?: boolean
  /** As the client takes it. Default `false`: nothing is asked for by itself. */
  readonly polling?: PollingOptions | false
  /** Done before anything is mounted. */
  readonly arrange?: (fake: FakeBackend) => void
  /** Done once everything on screen is loaded. May return its undo, for what goes on by itself. */
  readonly act?: (fake: FakeBackend) => void | (() => void)
}

/** The conversation with the latest activity; a server without any gets one. */
export function getLatest(fake: FakeBackend): Conversation {
  const [latest] = [...fake.conversations.values()].toSorted((a, b) =>
    (a.lastMessageAt ?? '') < (b.lastMessageAt ?? '') ? 1 : -1,
  )
  if (latest) return latest
  const conversation = buildConversation({ id: 'conversation-1' })
  fake.conversations.set(conversation.id, conversation)
  return conversation
}

/** Nothing was said in it. */
export function clear(fake: FakeBackend, conversationId: string): void {
  for (const message of [...fake.messages.values()]) {
    if (message.conversationId === conversationId) fake.messages.delete(message.id)
  }
}

/** The server has them, and has told nobody. */
export function store(fake: FakeBackend, messages: readonly Message[]): void {
  for (const message of messages) fake.messages.set(message.id, message)
}

/** A time so long after now, in ms, and after everything that was said in the conversation. */
export function later(fake: FakeBackend, conversationId: string, ms = 1): string {
  const said = [...fake.messages.values()].filter((message) => message.conversationId === conversationId)
  const newest = said.reduce((latest, { createdAt }) => Math.max(latest, Date.parse(createdAt)), Date.now())
  return shift(new Date(newest).toISOString(), ms)
}

export function shift(time: string, byMs: number): string {
  return new Date(Date.parse(time) + byMs).toISOString()
}
