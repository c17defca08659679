import type { Conversation } from '../domain/conversation.ts'
import type { Message } from '../domain/message.ts'

/** What a server in memory holds, and its clock. */
export interface FakeData {
  readonly messages: Map<string, Message>
  readonly conversations: Map<string, Conversation>
  /** The server's time: no two writes share one. */
  readonly tick: () => string
}

/** @param over Another one whose rows these are too; the clock is this one's own. */
export function createFakeData(over?: Pick<FakeData, 'messages' | 'conversations'>): FakeData {
  let clock = 0
  return {
    messages: over?.messages ?? new Map(),
    conversations: over?.conversations ?? new Map(),
    tick: () => {
      clock = Math.max(Date.now(), clock + 1)
      return new Date(clock).toISOString()
    },
  }
}
