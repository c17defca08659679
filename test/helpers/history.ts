import type { Message } from '../../src/domain/message.ts'
import { buildMessage } from '../../src/testing/builders.ts'
import type { FakeBackend } from '../../src/testing/fakeBackend.ts'

/** A message of that second, whose id tells it: `m000007`. */
export function messageAt(second: number, overrides: Partial<Message> = {}): Message {
  return buildMessage({
    id: `m${String(second).padStart(6, '0')}`,
    createdAt: new Date(Date.UTC(2026, 0, 5, 12, 0, second)).toISOString(),
    ...overrides,
  })
}

/** The server has them, and has told nobody. */
export function store(fake: FakeBackend, ...messages: readonly Message[]): void {
  for (const message of messages) fake.messages.set(message.id, message)
}

/** The server has a message for each of these seconds, and has told nobody. */
export function storeHistory(fake: FakeBackend, from: number, until: number): void {
  for (let second = from; second < until; second += 1) store(fake, messageAt(second))
}
